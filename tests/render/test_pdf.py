"""A short report as sheets, without a browser: numbered, headed again, whole or refused."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from browsing import NO_PRINT
from render.test_formats import document
from sigma_audit.errors import ConfigError
from sigma_audit.render import render
from sigma_audit.render.to_pdf import ROWS_PRINTED


def sheets_of(body: bytes, folder: Path) -> list[str]:
    tool = shutil.which("pdftotext")
    if tool is None:
        pytest.skip(NO_PRINT)
    (folder / "x.pdf").write_bytes(body)
    done = subprocess.run(
        [tool, "-layout", folder / "x.pdf", "-"], capture_output=True, text=True, check=True
    )
    return done.stdout.removesuffix("\f").split("\f")


def test_sheets_are_numbered_and_headed_and_every_fold_is_open(tmp_path: Path) -> None:
    names = [f"name-{number:03}" for number in range(200)]
    sheets = sheets_of(render(document(names, sections=()), "pdf"), tmp_path)
    assert len(sheets) > 3
    for number, sheet in enumerate(sheets, 1):
        assert f"Page {number} of {len(sheets)}" in sheet
        assert "INCOMPLETE" in sheet
    rows = [sheet for sheet in sheets if re.search("name-0[5-9]", sheet)]
    assert rows
    assert all("People" in sheet and "Through" in sheet for sheet in rows)
    whole = "".join(sheets)
    assert all(f"via {name}" in whole for name in names)
    assert "Sign-off" in whole
    assert "Skip to the content" not in whole


def test_a_long_report_is_refused_and_not_cut() -> None:
    long = document(["x"] * (ROWS_PRINTED + 1), sections=())
    with pytest.raises(ConfigError, match="2,001 rows: a PDF holds 2,000") as caught:
        render(long, "pdf")
    assert "--print-to-pdf=sample.pdf sample.html" in str(caught.value.hint)


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "plutoprint", None)
    with pytest.raises(ConfigError, match="optional extra pdf") as caught:
        render(document(["Ann"]), "pdf")
    assert "sigma-audit[pdf]" in str(caught.value.hint)
