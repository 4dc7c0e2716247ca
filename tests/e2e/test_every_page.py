"""Every kind of page of the demo, seen as all its readers see it, each in one visit.

Quiet, read by axe-core in both colour schemes, narrow, wide, and printed. A report that is added
to the library is visited without being named here.
"""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page

from browsing import PHONE, WIDE, Browsing, printed
from e2e.command import sigma_audit
from finished_demo import Demo
from inert import is_inert
from sigma_audit.library import Library
from sigma_audit.report.catalog import Report, catalog

REPORTS = catalog(Library())
# What only a script can have made: the enhancer's own tools, and heads that are buttons.
ENHANCED = ('class="tools"', 'aria-live="polite"')
ROWS = 10  # of a table that are looked at closely: the others are made by the same lines
WIDEST = 1920
TRIM = """rows => document.querySelectorAll('tbody').forEach(
    body => [...body.rows].slice(rows).forEach(row => row.remove()))"""
FOLDED = (
    """() => [...document.querySelectorAll('details:not(.sql) li')].map(li => li.textContent)"""
)
FIRST = "#rows tbody tr:first-child > :first-child > *"


@pytest.fixture(scope="module")
def timelines(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reports over a folder of snapshots, which the demo does not write."""
    out = tmp_path_factory.mktemp("timelines")
    series = [name for name, one in REPORTS.items() if one.needs == "series"]
    subjects = {
        "member_timeline": "who=dana.okafor@halcyon.example",
        "object_timeline": "what=Treasury",
        "team_timeline": "team=Close & Forecast",
    }
    for name in series:
        given = ("-p", subjects[name]) if name in subjects else ()
        said = sigma_audit(
            "report", "run", name, *given,
            "--snapshots", demo.snapshots[0].parent, "--snapshot", demo.snapshots[-1],
            "--format", "html", "--out", out, folder=demo.folder,
        )  # fmt: skip
        assert said.code == 0, said.err
    return out


def pages_of(demo: Demo, name: str) -> list[Path]:
    """Give the pages of a report, of all its dossiers, the index, or one person's part."""
    if name == "person":
        return sorted((demo.reports / "access_by_member").glob("*.html"))[:1]
    alone = demo.reports / f"{name}.html"
    return [alone] if alone.exists() else sorted(demo.reports.glob(f"{name}-*.html"))


def is_of_the_demo(report: Report) -> bool:
    """Whether the demo always makes it: dossiers and what asks two snapshots are made too."""
    return report.needs in ("snapshot", "pair", "leavers", "findings")


def test_the_pages_below_are_all_there_are(demo: Demo) -> None:
    names = ["index", *REPORTS]
    known = {path for name in names for path in pages_of(demo, name)}
    assert known == set(demo.reports.glob("*.html"))
    missing = [
        name for name, one in REPORTS.items() if is_of_the_demo(one) and not pages_of(demo, name)
    ]
    assert missing == []


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def narrowed(page: Page) -> None:
    """Filter a table that is packed by its first row's name: print lays out all that fit."""
    search = page.locator("#view input[type=search]")
    search.fill(page.locator(FIRST).first.inner_text())
    page.locator("#view .filtered", has_text="Filtered view").wait_for(state="attached")


def violations(page: Page, *rules: str, within: str = "") -> list[str]:
    """Ask axe-core, all of its rules or those named, of the page or of what a selector picks.

    Gives what is wrong, and where first.
    """
    options = {"resultTypes": ["violations"]} | ({"runOnly": list(rules)} if rules else {})
    found = Axe().run(page, within or None, options).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found]


@pytest.mark.parametrize("name", ["index", "person", *sorted(REPORTS)])
def test_a_page_serves_all_its_readers(
    name: str, demo: Demo, timelines: Path, browser: Browsing, tmp_path: Path
) -> None:
    is_series = name in REPORTS and REPORTS[name].needs == "series"
    paths = sorted(timelines.glob(f"{name}*.html")) if is_series else pages_of(demo, name)
    assert paths, name
    for path in paths:
        source = path.read_text(encoding="utf-8").split("<script>")[0]
        with browser.open(path) as page:
            dom = page.content()
            assert f"<title>{page.title()}</title>" in unescape(source)
            parts = is_inert(dom)
            if name != "index":
                assert not any(mark in source for mark in ENHANCED)
                assert all(mark in dom for mark in ENHANCED)
                assert re.search(r'<th[^>]*><button type="button">', dom)
                # the script adds tools and takes nothing away; what was packed is paged
                if not parts.tags["data"]:
                    assert parts.tags["tr"] == source.count("<tr")

            if parts.tags["data"] and name != "index":
                narrowed(page)
            page.evaluate(TRIM, ROWS)
            folded = page.evaluate(FOLDED)
            for width in (PHONE, WIDEST, WIDE):
                page.set_viewport_size({"width": width, "height": 900})
                assert page.evaluate("document.documentElement.scrollWidth") <= width, path.name

            sheets = printed(page, tmp_path)
            for number, sheet in enumerate(sheets, 1):
                assert f"Page{number}of{len(sheets)}" in squeezed(sheet)
                assert "DEMO DATA" in sheet
            whole = squeezed("".join(sheets))
            assert ("Sign-off" in whole) == (name != "index")
            if name not in REPORTS or not REPORTS[name].is_brief:
                starts = [squeezed(line)[:16] for line in folded if line.isascii()]
                assert [start for start in starts if start not in whole] == []

            assert violations(page) == [], path.name
            page.emulate_media(color_scheme="dark")
            assert violations(page, "color-contrast") == [], path.name
