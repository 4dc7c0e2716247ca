"""A real browser unpacks a large table: it counts, filters, sorts, prints; nothing leaves it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from sigma_audit.library import Library
from sigma_audit.render import render
from sigma_audit.report.run import Inputs, run_report
from sigma_audit.result import Column, Result
from worlds import World

BROWSER = os.environ.get("SIGMA_AUDIT_CHROMIUM") or shutil.which("chromium")
pytestmark = pytest.mark.skipif(not BROWSER, reason="no chromium: large tables are not opened")
ROWS = 12_000


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
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
    large = replace(document, result=Result(columns, rows))
    file = folder / "coverage.html"
    file.write_bytes(render(large, "html"))
    return file


def opened(page: Path, folder: Path, place: str = "") -> str:
    """The page's document after its script has run."""
    done = subprocess.run(
        [
            str(BROWSER), "--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr",
            f"--user-data-dir={folder}", "--virtual-time-budget=20000", "--dump-dom",
            page.as_uri() + place,
        ],
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    assert "CONSOLE" not in done.stderr, done.stderr
    return done.stdout


def shown(dom: str) -> list[str]:
    body = dom.partition('<table id="rows"')[2].partition("</table>")[0]
    return re.findall(r'<th scope="row"><span class="v">(Row \d+)</span>', body)


def test_every_row_is_reached_page_by_page(page: Path, tmp_path: Path) -> None:
    dom = opened(page, tmp_path)
    assert shown(dom) == [f"Row {number:05}" for number in range(250)]
    assert "1–250 of 12,000" in dom
    assert "12,000 of 12,000 rows" in dom
    assert "<b>bold" not in dom
    assert '<p class="cut" role="note" hidden="">' in dom


def test_a_filter_finds_what_is_beyond_the_markup(page: Path, tmp_path: Path) -> None:
    assert shown(opened(page, tmp_path, "#view?q=row%2011999")) == ["Row 11999"]


def test_a_choice_and_a_sort_work_on_all_rows(page: Path, tmp_path: Path) -> None:
    dom = opened(page, tmp_path, "#view?status=s1&sort=-pages")
    assert shown(dom)[:3] == ["Row 11998", "Row 11995", "Row 11992"]
    assert "4,000 of 12,000 rows" in dom


def test_print_says_what_it_leaves_out(page: Path, tmp_path: Path) -> None:
    dom = opened(page, tmp_path)
    assert "Printed of “Coverage”: 5,000 of 12,000 rows; all in coverage.csv." in dom
    assert 'class="is-filtered"' in dom
