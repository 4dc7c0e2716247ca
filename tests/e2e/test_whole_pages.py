"""Every page of the demo has all that a reader needs, in that order, whichever command wrote it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from finished_demo import Demo
from sigma_audit.library import Library
from sigma_audit.report.catalog import catalog
from whole_page import MADE, PARTS, TRUST, lacking


@pytest.fixture(scope="module")
def pages(demo: Demo) -> dict[str, str]:
    """The pages by name of file, less the scripts and less the index."""
    return {
        path.stem: path.read_text(encoding="utf-8").partition("<script>")[0]
        for path in sorted(demo.reports.glob("*.html"))
        if path.stem != "index"
    }


def test_no_page_lacks_anything(pages: dict[str, str]) -> None:
    reports = {name for name, one in catalog(Library()).items() if one.needs != "series"}
    assert reports == {stem.partition("-")[0] for stem in pages}
    assert {stem: lacking(page) for stem, page in pages.items() if lacking(page)} == {}


def test_what_is_taken_away_is_missed(pages: dict[str, str]) -> None:
    page = pages["access_by_object"]
    for mark in PARTS.values():
        assert lacking(page.replace(mark, "")), mark
    for what, mark in (*TRUST.items(), *MADE.items()):
        assert what in lacking(re.sub(mark, "", page)), what


def test_accesses_unfold_into_their_paths_in_place(pages: dict[str, str]) -> None:
    for name in ("access_by_object", "access_by_member"):
        rows = pages[name].partition('<section id="view"')[2].partition("</section>")[0]
        assert re.search(r"<td[^>]*><details>", rows) or "more</summary>" in rows, name


def test_a_parameter_is_stated_with_the_command(demo: Demo) -> None:
    (page,) = (Path(one) for one in demo.reports.glob("member_dossier-dana*.html"))
    assert re.search(r"<dt>parameters who</dt><dd>\S", page.read_text(encoding="utf-8"))
