"""A real browser unpacks a large table: it counts, filters, sorts, prints; nothing leaves it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from browsing import Browsing
from sigma_audit.library import Library
from sigma_audit.render import render
from sigma_audit.report.run import Inputs, run_report
from sigma_audit.result import Column, Result
from worlds import World

ROWS = 12_000


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of a report with 12,000 rows, of which 5,000 are markup."""
    folder = tmp_path_factory.mktemp("large")
    library = Library()
    from contextlib import ExitStack
    from dataclasses import replace

    with ExitStack() as stack:
        inputs = Inputs.open(stack, World().seal(folder), None, library)
        document = run_report(inputs, library, "coverage", {})
    columns = tuple(Column(column.name, column.type) for column in document.result.columns)
    blank: dict[str, object] = dict.fromkeys(document.result.names)
    rows = [
        tuple(
            (blank | {"endpoint": f"Row {number:05}", "status": f"s{number % 3}",
                      "pages": number, "subject": "<b>bold</b>"}).values()
        )
        for number in range(ROWS)
    ]  # fmt: skip
    whole = replace(document, result=Result(columns, rows))
    file = folder / "coverage.html"
    file.write_bytes(render(whole, "html"))
    return file


def shown(dom: str) -> list[str]:
    body = dom.partition('<table id="rows"')[2].partition("</table>")[0]
    return re.findall(r'<th scope="row"><span class="v">(Row \d+)</span>', body)


def opened(browser: Browsing, large: Path, place: str = "") -> str:
    with browser.open(large, place) as page:
        return page.content()


def test_every_row_is_reached_page_by_page(browser: Browsing, large: Path) -> None:
    dom = opened(browser, large)
    assert shown(dom) == [f"Row {number:05}" for number in range(250)]
    assert "1–250 of 12,000" in dom
    assert "12,000 of 12,000 rows" in dom
    assert "<b>bold" not in dom
    assert '<p class="cut" role="note" hidden="">' in dom


def test_a_filter_finds_what_is_beyond_the_markup(browser: Browsing, large: Path) -> None:
    assert shown(opened(browser, large, "#view?q=row%2011999")) == ["Row 11999"]


def test_a_choice_and_a_sort_work_on_all_rows(browser: Browsing, large: Path) -> None:
    dom = opened(browser, large, "#view?status=s1&sort=-pages")
    assert shown(dom)[:3] == ["Row 11998", "Row 11995", "Row 11992"]
    assert "4,000 of 12,000 rows" in dom


def test_print_says_what_it_leaves_out(browser: Browsing, large: Path) -> None:
    dom = opened(browser, large)
    assert "Printed of “Coverage”: 5,000 of 12,000 rows; all in coverage.csv." in dom
    assert 'class="is-filtered"' in dom
