"""Every page of the demo in a real browser, from the disk: nothing runs but the enhancer.

Names in an organisation are anybody's input, so a page of hostile ones is opened too.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

from e2e.conftest import Demo
from hostile import HOSTILE
from worlds import World

BROWSER = os.environ.get("SIGMA_AUDIT_CHROMIUM") or shutil.which("chromium") or ""
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--no-first-run",
    "--no-default-browser-check",
    "--enable-logging=stderr",
    "--v=0",
    "--virtual-time-budget=20000",  # the page's own clock: until what it unpacks is laid out
    "--dump-dom",
)
PAGES = (
    "index",
    "overview",
    "access_by_object",
    "access_by_member",
    "connections",
    "privileged",
    "changes",
    "coverage",
)
# What only a script can have made: the enhancer's own tools, and heads that are buttons.
ENHANCED = ('class="tools"', 'aria-live="polite"')

pytestmark = pytest.mark.skipif(
    not BROWSER, reason="no browser: set SIGMA_AUDIT_CHROMIUM or put chromium on PATH"
)


def opened(page: Path, folder: Path, fragment: str = "") -> tuple[str, str]:
    """Open a page from the disk, offline; gives its DOM once scripts have run, and the log."""
    done = subprocess.run(
        [
            BROWSER, *FLAGS, f"--user-data-dir={folder / 'profile'}",
            "--host-resolver-rules=MAP * ~NOTFOUND", page.as_uri() + fragment,
        ],
        capture_output=True, timeout=120, env={**os.environ, "HOME": str(folder)},
    )  # fmt: skip
    log = done.stderr.decode("utf-8", "replace")
    assert done.returncode == 0, log
    return done.stdout.decode("utf-8"), log


def said_by_the_page(log: str) -> list[str]:
    """Lines that the page itself caused: console messages, refused loads, failed requests."""
    marks = ("CONSOLE", "net_error", "ERR_", "Content Security Policy", "ssl_client_socket")
    return [line for line in log.splitlines() if any(mark in line for mark in marks)]


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
    """Assert that one script is all that a page has to run or to fetch."""
    parts = Parts(dom)
    assert parts.tags["script"] == parts.tags["style"] == 1
    foreign = {"iframe", "object", "embed", "link", "base", "img", "form", "audio", "video"}
    assert foreign.isdisjoint(parts.tags)
    assert {"src", "srcset", "action", "formaction", "style", "background"}.isdisjoint(
        parts.attributes
    )
    assert not any(name.startswith("on") for name in parts.attributes)
    own = re.compile(r"#|([a-z_]+/)?[a-z0-9_-]+\.(html|csv)")
    assert all(own.match(link) for link in parts.links), parts.links
    return parts


def title(dom: str) -> str:
    found = re.search(r"<title>(.*?)</title>", dom, re.DOTALL)
    assert found
    return found[1]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_demo_opens_quietly_and_comes_alive(
    name: str, demo: Demo, tmp_path: Path
) -> None:
    page = demo.reports / f"{name}.html"
    dom, log = opened(page, tmp_path)
    assert said_by_the_page(log) == []
    source = page.read_text(encoding="utf-8")
    assert title(dom) == title(source)
    if name != "index":
        assert not any(mark in source.split("<script>")[0] for mark in ENHANCED)
        assert all(mark in dom for mark in ENHANCED)
        assert re.search(r'<th[^>]*><button type="button">', dom)
        parts = is_inert(dom)
        # the script adds tools and takes nothing away; what was packed is shown page by page
        if not parts.tags["data"]:
            assert parts.tags["tr"] == source.split("<script>")[0].count("<tr")
    else:
        is_inert(dom)


def test_names_stay_text_in_what_a_filter_brings_up(demo: Demo, tmp_path: Path) -> None:
    """One workbook of the demo is named like a script; the filter may fetch it from packed rows."""
    page = demo.reports / "access_by_object.html"
    dom, log = opened(page, tmp_path, "#view?q=alert(1)")
    assert said_by_the_page(log) == []
    assert title(dom) == title(page.read_text(encoding="utf-8"))
    is_inert(dom)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in dom
    assert re.search(r">[1-9]\d? of \d\d,\d{3} rows<", dom)


def test_the_log_does_tell_of_a_page_that_misbehaves(tmp_path: Path) -> None:
    """What the other tests look for is what a browser says."""
    page = tmp_path / "bad.html"
    page.write_text(
        "<!doctype html><title>before</title>"
        "<script>document.title = 'after'; console.error('console spoke')</script>"
        "<script>nothing.there()</script>"
    )
    dom, log = opened(page, tmp_path)
    assert title(dom) == "after"
    assert len(said_by_the_page(log)) == 2


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
def test_no_name_is_ever_run(name: str, hostile_reports: Path, tmp_path: Path) -> None:
    page = hostile_reports / f"{name}.html"
    dom, log = opened(page, tmp_path)
    assert said_by_the_page(log) == []
    assert "owned" not in title(dom)
    assert all(mark in dom for mark in ENHANCED)
    is_inert(dom)
    assert "&lt;img src=x onerror=" in dom
