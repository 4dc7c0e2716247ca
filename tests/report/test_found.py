"""The index finds people and objects by name, and says of how many where it does not hold all."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from sealed import Sealed
from sigma_audit.library import Library
from sigma_audit.report.write import write_reports

NAMES = ["access_by_object", "access_by_member"]


def found(out: Path) -> list[tuple[str, str, str]]:
    """Give what the index holds for its script."""
    page = (out / "index.html").read_text(encoding="utf-8")
    (held,) = re.findall(r'<script type="application/json" id="found">(.*?)</script>', page)
    return [tuple(one) for one in json.loads(held)]


def test_each_entry_leads_to_where_it_is_told(sealed: Sealed, tmp_path: Path) -> None:
    write_reports(NAMES, sealed.spring, None, ["html"], tmp_path, {}, Library())
    entries = found(tmp_path)
    assert {name for name, _, _ in entries} >= {"Ann Test", "Finance/Budgets/Payroll"}
    assert ("Finance/Budgets/Payroll", "workbook") in {(name, note) for name, note, _ in entries}
    for name, _, href in entries:
        file, _, query = href.partition("#view?")
        page = (tmp_path / file).read_text(encoding="utf-8")
        assert name in page
        if query:
            (column,) = parse_qs(query)
            assert f'data-name="{column}"' in page
            assert parse_qs(query)[column] == [name]


def test_what_an_index_has_no_room_for_is_said(
    sealed: Sealed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sigma_audit.render.found.FOUND", 3)
    write_reports(NAMES, sealed.spring, None, ["html"], tmp_path, {}, Library())
    assert len(found(tmp_path)) == 3
    said = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert re.search(r"3 of \d+ people and objects are found here", said)
