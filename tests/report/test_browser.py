"""A real browser unpacks a large table: it counts, filters, sorts, prints; nothing leaves it."""

from __future__ import annotations

import re
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from browsing import Browsing
from sigma_audit.document import Document, Layout, Section
from sigma_audit.library import Library
from sigma_audit.render import render
from sigma_audit.report.run import Inputs, run_report
from sigma_audit.result import Column, Result
from worlds import World

ROWS = 12_000


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Document:
    """A report with 12,000 rows, of which 5,000 are markup; so has its first section."""
    library = Library()
    with ExitStack() as stack:
        file = World().seal(tmp_path_factory.mktemp("large"))
        document = run_report(Inputs.open(stack, file, None, library), library, "coverage", {})
    columns = tuple(Column(column.name, column.type) for column in document.result.columns)
    blank: dict[str, object] = dict.fromkeys(document.result.names)
    rows = [
        tuple(
            (blank | {"asked": f"Row {number:05}", "status": f"s{number % 3}",
                      "pages": number, "subject": "<b>bold</b>"}).values()
        )
        for number in range(ROWS)
    ]  # fmt: skip
    result = Result(columns, rows)
    section = Section("long", "Long", "", "None.", True, result, Layout())
    return replace(document, result=result, sections=(section,), formats=("html", "csv"))


@pytest.fixture(scope="module")
def large(whole: Document, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("page") / "coverage.html"
    file.write_bytes(render(whole, "html"))
    return file


def shown(dom: str) -> list[str]:
    body = dom.partition('<table id="rows"')[2].partition("</table>")[0]
    return re.findall(r'<th scope="row"><span class="v">(Row \d+)</span>', body)


def test_all_rows_are_reached_and_counted(browser: Browsing, large: Path) -> None:
    """Page by page, by a filter, a choice and a sort; and print says what it leaves out."""
    with browser.open(large) as page:
        dom = page.content()
        assert shown(dom) == [f"Row {number:05}" for number in range(250)]
        assert "1–250 of 12,000" in dom
        assert "12,000 of 12,000 rows" in dom
        assert "<b>bold" not in dom
        assert '<p class="cut" role="note" hidden="">' in dom
        assert "Printed of “Coverage”: 5,000 of 12,000 rows; all in coverage.csv." in dom
        assert (
            "Printed of “Long”: 5,000 of 12,000 rows; all in coverage.xlsx (which --format" in dom
        )
        assert 'class="is-filtered"' in dom

        page.evaluate("location.hash = 'view?q=row%2011999'")
        page.locator("output", has_text="1 of 12,000 rows").wait_for()
        assert shown(page.content()) == ["Row 11999"]

        page.evaluate("location.hash = 'view?status=s1&sort=-pages'")
        page.locator("output", has_text="4,000 of 12,000 rows").wait_for()
        assert shown(page.content())[:3] == ["Row 11998", "Row 11995", "Row 11992"]
        assert "4,000 of 12,000 rows" in page.content()


def test_beyond_what_a_page_bears_every_count_says_so(
    whole: Document, tmp_path: Path, browser: Browsing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page with room for some rows more than markup: filter and CSV reach those, and say it."""
    monkeypatch.setattr("sigma_audit.render.laid.ROWS_HELD", 7_000)
    file = tmp_path / "coverage.html"
    file.write_bytes(render(replace(whole, sections=()), "html"))
    with browser.open(file, "#view?status=s1") as page:
        page.locator("output", has_text="2,333 of 7,000 rows here, 12,000 in all").first.wait_for()
        note = page.locator("#view .cut.whole").inner_text()
        assert "The first 7,000 of 12,000 rows are here" in note
        assert "all in coverage.csv" in note
        with page.expect_download() as saved:
            page.get_by_role("button", name="CSV of these rows").first.click()
        assert saved.value.suggested_filename == "filtered-first-7000-of-12000-coverage.csv"
        body = Path(saved.value.path()).read_text(encoding="utf-8-sig")
        assert body.count("\n") == 2_333 + 1
    with browser.open(file, script=False) as page:
        assert page.locator("#rows tbody tr").count() == 5_000
        assert "5,000 of 12,000 shown; all in coverage.csv" in page.locator("#view").inner_text()
