"""Every page of the demo in a real browser, from the disk: nothing runs but the enhancer.

Names in an organisation are anybody's input, so a page of hostile ones is opened too.
"""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

from browsing import Browsing
from finished_demo import Demo
from hostile import HOSTILE
from worlds import World

PAGES = (
    "index",
    "overview",
    "access_by_object",
    "access_by_member",
    "account_types",
    "changes",
    "connections",
    "coverage",
    "external",
    "hygiene",
    "offboarding",
    "organisation_wide",
    "ownership",
    "policies",
    "privileged",
    "teams",
)
# What only a script can have made: the enhancer's own tools, and heads that are buttons.
ENHANCED = ('class="tools"', 'aria-live="polite"')


class Parts(HTMLParser):
    """The tags and attributes of a document; text and values are not mistaken for either."""

    def __init__(self, dom: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.attributes: set[str] = set()
        self.links: set[str] = set()
        self.feed(dom)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # a script of a type that no browser runs is data
        is_data = tag == "script" and ("type", "application/json") in attrs
        self.tags["data" if is_data else tag] += 1
        for name, value in attrs:
            self.attributes.add(name)
            if name == "href":
                self.links.add(value or "")


def is_inert(dom: str) -> Parts:
    """Assert that one script is all that a page has to run or to fetch, and under which policy."""
    parts = Parts(dom)
    assert parts.tags["script"] == parts.tags["style"] == 1
    foreign = {"iframe", "object", "embed", "link", "base", "img", "form", "audio", "video"}
    assert foreign.isdisjoint(parts.tags)
    assert {"src", "srcset", "action", "formaction", "style", "background"}.isdisjoint(
        parts.attributes
    )
    assert not any(name.startswith("on") for name in parts.attributes)
    assert all(re.match(r"#|(\.\./)?[\w/-]+\.(html|csv)", link) for link in parts.links), (
        parts.links
    )
    assert re.search(
        r'http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        r"style-src 'sha256-[^' ]+'; script-src 'sha256-[^' ]+'; "
        r"base-uri 'none'; form-action 'none'\"",
        dom,
    )
    return parts


def test_the_pages_below_are_all_there_are(demo: Demo) -> None:
    found = {path.stem for path in demo.reports.glob("*.html") if "dossier-" not in path.name}
    assert found == set(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_demo_opens_quietly_and_comes_alive(
    name: str, demo: Demo, browser: Browsing
) -> None:
    path = demo.reports / f"{name}.html"
    source = path.read_text(encoding="utf-8").split("<script>")[0]
    with browser.open(path) as page:
        dom = page.content()
        assert f"<title>{page.title()}</title>" in source
    parts = is_inert(dom)
    if name != "index":
        assert not any(mark in source for mark in ENHANCED)
        assert all(mark in dom for mark in ENHANCED)
        assert re.search(r'<th[^>]*><button type="button">', dom)
        # the script adds tools and takes nothing away; what was packed is shown page by page
        if not parts.tags["data"]:
            assert parts.tags["tr"] == source.count("<tr")


def test_pages_of_one_person_or_object_open_as_quietly(demo: Demo, browser: Browsing) -> None:
    dossiers = sorted(demo.reports.glob("*_dossier-*.html"))
    parts = sorted((demo.reports / "access_by_member").glob("*.html"))
    assert len(dossiers) >= 4
    assert len(parts) > 100
    for path in [*dossiers, *parts[::50]]:
        with browser.open(path) as page:
            is_inert(page.content())


def test_names_stay_text_in_what_a_filter_brings_up(demo: Demo, browser: Browsing) -> None:
    """One workbook of the demo is named like a script; the filter may fetch it from packed rows."""
    path = demo.reports / "access_by_object.html"
    with browser.open(path, "#view?q=alert(1)") as page:
        dom = page.content()
    is_inert(dom)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in dom
    assert re.search(r">[1-9]\d? of \d+,\d{3} rows<", dom)


def test_what_a_page_that_misbehaves_does_is_seen(tmp_path: Path, browser: Browsing) -> None:
    """What the other tests look for is what a browser says."""
    path = tmp_path / "bad.html"
    path.write_text(
        "<!doctype html><title>before</title><img src='http://evil.example/x.png'>"
        "<script>document.title = 'after'; console.error('console spoke'); alert('dialog')</script>"
        "<script>nothing.there()</script>"
    )
    with browser.watch(path, wait=False) as opened:
        assert opened.page.title() == "after"
        opened.page.wait_for_timeout(100)
    assert {"console spoke", "dialog"} < set(opened.said)
    assert any("nothing is not defined" in line for line in opened.said)
    assert "http://evil.example/x.png" in opened.asked


@pytest.fixture(scope="module")
def hostile_reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write reports of an organisation in which every name tries something."""
    from sigma_audit.library import Library
    from sigma_audit.report.write import write_reports

    folder = tmp_path_factory.mktemp("hostile")
    attack = "<img src=x onerror=\"document.title='owned';fetch('http://evil.example/')\">"
    script = "</td></script><script>document.title='owned';alert(1)</script>"
    names = [attack, script, *(name for key, name in HOSTILE.items() if key != "long")]
    world = World(name="hostile")
    space = world.workspace(script)
    for name in names:
        member = world.member(name or "x")
        team = world.team(name, member)
        folder_id = world.folder(name, space)
        world.document("workbook", name, folder_id)
        world.grant(folder_id, "edit", team=team)
    write_reports((), world.seal(folder), None, ("html",), folder / "out", {}, Library())
    return folder / "out"


@pytest.mark.parametrize("name", ["access_by_object", "access_by_member", "privileged"])
def test_no_name_is_ever_run(name: str, hostile_reports: Path, browser: Browsing) -> None:
    with browser.open(hostile_reports / f"{name}.html") as page:
        dom, title = page.content(), page.title()
    assert "owned" not in title
    assert all(mark in dom for mark in ENHANCED)
    is_inert(dom)
    assert "&lt;img src=x onerror=" in dom
