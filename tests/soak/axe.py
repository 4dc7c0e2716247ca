"""Pages without barriers, whole: `python tests/soak/axe.py DEMO [--record]`.

The gate lets axe-core read every kind of page with its tables cut to ten rows. Here it reads all
pages of a demo's folder, reports and timelines, in both colour schemes, with every fold open: first
a page with the first rows of its tables, then the tables alone, a window of rows at a time, for its
time grows faster than the rows. Of a table it reads `--rows N` rows, and of all others, also those
that a script pages, one of each make: rows that differ in nothing but their words. Of the pages of
one person each, the first `--pages N` are read. `--record` keeps the figures
in `tests/soak/axe.md`.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from browsing import Browsing, browsing  # noqa: E402
from e2e.test_every_page import violations  # noqa: E402

WINDOW = 200  # rows of each table that stand open at once
# Walk through a table that a script pages, keeping one row of each make beyond the first ones, and
# leave as much of every other table; then take all tables.
GATHER = """most => {
  const make = row => row.outerHTML.replace(/ id="[^"]*"/, "")
    .replace(/(href|title|width)="[^"]*"/g, "$1").replace(/>[^<]+</g, ">x<");
  let rows = 0;
  document.querySelectorAll("tbody").forEach(body => {
    const bar = body.closest(".scroll")?.nextElementSibling, made = new Set(), kept = [];
    const next = bar?.classList.contains("pager") && bar.querySelector('[aria-label="Rows after"]');
    for (;;) {
      for (const row of body.rows) {
        rows += 1;
        const first = kept.length < most, as = make(row);
        if (first || !made.has(as)) kept.push(row);
        made.add(as);
      }
      if (!next || next.disabled) break;
      next.click();
    }
    body.replaceChildren(...kept);
  });
  document.querySelectorAll("details").forEach(fold => { fold.open = true; });
  window.taken = [...document.querySelectorAll("tbody")].map(
    body => ({ body, rows: [...body.rows] }));
  const read = window.taken.reduce((sum, one) => sum + one.rows.length, 0);
  return { rows, read, most: Math.max(1, ...window.taken.map(one => one.rows.length)) };
}"""
SHOW = """([from, to]) => window.taken.forEach(
    one => one.body.replaceChildren(...one.rows.slice(from, to)))"""


@dataclass(frozen=True)
class Read:
    """One page as it was read: rows of its tables, those that axe-core saw, what it found."""

    page: str
    rows: int
    read: int
    light: list[str]
    dark: list[str]


def found_in(page: Page, most: int) -> tuple[int, int, list[str]]:
    """Let axe-core read an open page with its rows; gives rows, rows read, what is wrong."""
    taken = page.evaluate(GATHER, most)
    found: list[str] = []
    for start in range(0, taken["most"], WINDOW):
        page.evaluate(SHOW, [start, start + WINDOW])
        found += violations(page, within="tbody" if start else "")
    return taken["rows"], taken["read"], found


def read(browser: Browsing, path: Path, name: str, most: int) -> Read:
    """Open a page and let axe-core read it in both colour schemes."""
    with browser.open(path) as page:
        rows, seen, light = found_in(page, most)
    with browser.open(path, dark=True) as page:
        _, _, dark = found_in(page, most)
    return Read(name, rows, seen, light, dark)


def pages_of(folder: Path, pages: int) -> list[Path]:
    """Give the pages of a demo: all reports and timelines, and the first of those below them."""
    below = sorted((folder / "reports").glob("*/*.html"))[:pages]
    timelines = sorted((folder / "timelines").glob("*.html"))
    return [*sorted((folder / "reports").glob("*.html")), *timelines, *below]


def report(reads: list[Read], how: str) -> str:
    """Lay the figures out; `how` are the options that they were read with."""
    wrong = sum(len(one.light) + len(one.dark) for one in reads)
    rows, seen = sum(one.rows for one in reads), sum(one.read for one in reads)
    lines = [
        "# Pages without barriers",
        "",
        f"`python tests/soak/axe.py DEMO {how}`, on {platform.system()} {platform.machine()}, "
        f"{os.cpu_count()} cores.",
        "",
        f"{len(reads)} pages of a demo, read by axe-core with all of its rules, light and dark, "
        f"every fold open. Of their {rows:,} rows it read {seen:,}; the others differ from a row "
        "of the same table that it read in nothing but their words.",
        "",
        f"Violations: {wrong}.",
        "",
        "| page | rows | read | light | dark |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {one.page} | {one.rows:,} | {one.read:,} | {len(one.light)} | {len(one.dark)} |"
        for one in reads
    ]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Read the pages; 1 when anything is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("demo", type=Path)
    parser.add_argument("--pages", type=int, default=8)
    parser.add_argument("--rows", type=int, default=5_000, help="rows of a table that are read")
    parser.add_argument("--only", default="", help="pages whose name has this in it")
    parser.add_argument("--record", action="store_true")
    given = parser.parse_args()
    paths = [path for path in pages_of(given.demo, given.pages) if given.only in path.as_posix()]
    if not paths:
        raise SystemExit(f"there is no such page under {given.demo}: `sigma-audit demo` makes it")
    reads = []
    with browsing() as browser:
        for path in paths:
            since = time.monotonic()
            one = read(browser, path, path.relative_to(given.demo).as_posix(), given.rows)
            reads.append(one)
            print(f"{one.page}: {one.rows:,} rows, {time.monotonic() - since:.0f} s", flush=True)
            for line in (*one.light, *one.dark):
                print(f"  {line}", flush=True)
    text = report(reads, f"--pages {given.pages} --rows {given.rows}")
    print(text)
    if given.record:
        Path(__file__).with_suffix(".md").write_text(text, encoding="utf-8")
    return int(any(one.light or one.dark for one in reads))


if __name__ == "__main__":
    sys.exit(main())
