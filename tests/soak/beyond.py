"""More rows than a page can bear: `python tests/soak/beyond.py DEMO [--rows N] [--record]`.

Access by object of a demo's last snapshot, its rows repeated under new names until there are N
(default 1,204,331), with the limits that users have. The page must stay under 8 MB, say how
many of how many it shows and where all are, and tell its answer, its findings and its first rows
without a script; with one it must reach as many as it says. `--record` keeps the figures in
`tests/soak/beyond.md`.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import replace
from itertools import count, cycle, islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from browsing import browsing  # noqa: E402
from sigma_audit.document import Document  # noqa: E402
from sigma_audit.library import Library  # noqa: E402
from sigma_audit.render import render  # noqa: E402
from sigma_audit.report.run import Inputs, run_report  # noqa: E402

ROWS, LIMIT, SHOWN = 1_204_331, 8_000_000, 5_000
REPORT = "access_by_object"


def repeated(document: Document, rows: int) -> Document:
    """Give a document its rows again and again, everybody under a new name each time."""
    names = document.result.names
    person, email, member = (names.index(name) for name in ("person", "email", "member_id"))
    own = len(document.result.rows)

    def again() -> Any:
        for number, row in zip(count(), cycle(document.result.rows)):
            if number < own:
                yield row
                continue
            cells = list(row)
            cells[person] = f"{cells[person]} {number // own + 1}"
            cells[email] = f"{number // own + 1}.{cells[email]}"
            cells[member] = f"{cells[member]}-{number // own + 1}"
            yield tuple(cells)

    return replace(document, result=replace(document.result, rows=list(islice(again(), rows))))


def measure(demo: Path, rows: int, folder: Path) -> list[tuple[str, str]]:
    """Make the page, read it without and with a script; gives what was found."""
    (*_, last) = sorted((demo / "snapshots").rglob("*.duckdb"))
    library = Library()
    with ExitStack() as stack:
        inputs = Inputs.open(stack, last, None, library)
        document = run_report(inputs, library, REPORT, {})
    document = replace(repeated(document, rows), formats=("html", "csv"))
    page = folder / f"{REPORT}.html"
    page.write_bytes(render(document, "html"))
    size = page.stat().st_size
    assert size < LIMIT, size
    findings = [one["reason"] for one in document.attention.records() if not one["is_folded"]]
    note = f"{SHOWN:,} of {rows:,} shown; all in {REPORT}.csv"
    with browsing() as browser:
        with browser.open(page, script=False) as plain:
            text = re.sub(r"\s+", " ", plain.locator("main").inner_text())
            assert note in text, "what is shown, and where all is, is not said"
            assert document.answer in text
            assert [one for one in findings if re.sub(r"\s+", " ", one) not in text] == []
            assert plain.locator("#rows tbody tr").count() == SHOWN
        with browser.open(page) as opened:
            said = opened.locator("#view output").inner_text()
            whole = opened.locator("#view .cut.whole").inner_text()
            held = int(re.sub(r"\D", "", said.split(" of ")[1].split(" ")[0]))
            assert f"The first {held:,} of {rows:,} rows are here" in whole
            assert f"{held:,} rows here, {rows:,} in all" in said
            assert SHOWN < held < rows
            opened.locator("#view input[type=search]").fill("can edit")
            opened.locator("#view .filtered", has_text="Filtered view").wait_for(state="attached")
            filtered = opened.locator("#view output").inner_text()
    return [
        ("rows", f"{rows:,}"),
        ("the page", f"{size / 1e6:.2f} MB"),
        ("said without a script", note),
        ("rows, answer and findings there without a script", f"{SHOWN:,}, and {len(findings)}"),
        ("reached with a script", said),
        ("after a filter by words", filtered),
    ]


def main() -> None:
    """Measure, print, keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("demo", type=Path)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--record", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = measure(given.demo, given.rows, Path(folder))
    text = "\n".join(
        [
            "# More rows than a page can bear",
            "",
            f"`python tests/soak/beyond.py DEMO`, on {platform.system()} {platform.machine()}, "
            f"{os.cpu_count()} cores: `{REPORT}` of a demo, its rows repeated under new names.",
            "",
            *(f"- {what}: {figure}" for what, figure in found),
            "",
        ]
    )
    print(text)
    if given.record:
        Path(__file__).with_suffix(".md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
