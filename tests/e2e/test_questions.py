"""A stranger with the demo's reports alone: three questions, each a link from the index."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

from playwright.sync_api import Page as Browser

from browsing import Browsing
from e2e.command import csv_rows, sigma_audit
from e2e.page import Page
from finished_demo import Demo

PAYROLL = "Halcyon/People/Payroll 2026/Payroll June 2026"


def led_to(demo: Demo, question: str) -> tuple[Path, str]:
    """Follow the index's link under a question; gives the page and the place on it."""
    index = (demo.reports / "index.html").read_text(encoding="utf-8")
    starts = index.partition("Start with these questions")[2].partition("</ul>")[0]
    found = dict(re.findall(r'<a href="([^"]+)">([^<]+)</a>', starts))
    (href,) = (href for href, said in found.items() if unescape(said) == question)
    name, _, place = href.partition("#")
    return demo.reports / name, place


def test_who_can_see_the_payroll_workbook_and_why(demo: Demo) -> None:
    path, _ = led_to(demo, "Who can see the payroll workbook, and why?")
    said = sigma_audit(
        "access", "object", PAYROLL, "--format", "csv", "--snapshot", demo.snapshots[-1],
        folder=demo.folder,
    )  # fmt: skip
    expected = {row["email"] for row in csv_rows(said.out) if int(row["path_count"])}
    rows = Page(path).tables["Payroll June 2026"]
    assert len(rows) == len(expected) + 1
    assert all(any(email in cell for cell in row for email in expected) for row in rows[1:])
    assert all(any("everyone in the organisation" in cell for cell in row) for row in rows[1:])


def test_what_dana_could_open_that_she_cannot_now(demo: Demo) -> None:
    path, place = led_to(demo, "What could Dana open that she cannot now?")
    assert f'id="{place}"' in path.read_text(encoding="utf-8")
    head, *rows = Page(path).tables["What changed, row by row"]
    assert head[0] == "Change"
    lost = [" ".join(row) for row in rows if row[0] == "lost"]
    assert any("Board Pack Q2" in row and "left team Board Pack Readers" in row for row in lost)
    assert len(lost) == 3


def test_which_of_this_can_be_trusted(demo: Demo) -> None:
    path, _ = led_to(demo, "Which of this can I trust?")
    page = Page(path)
    assert path.name == "coverage.html"
    assert any(line.startswith("Complete.") for line in map(str.strip, page.trust))
    assert any(line.startswith("Not known:") for line in map(str.strip, page.trust))


def test_each_question_is_answered_with_one_click(demo: Demo, browser: Browsing) -> None:
    """From the index alone: what stands on the screen after one click answers the question."""
    for question, said in (
        ("Who can see the payroll workbook", ("107 of 128", "everyone in the organisation")),
        (
            "What could Dana open",
            ("Board Pack Q2", "Corporate Planning/Board", "Board Pack Readers"),
        ),
        ("Which of this can I trust", ("can be relied on for who has an account", "Complete.")),
    ):
        with browser.watch(demo.reports / "index.html") as opened:
            opened.page.get_by_role("link", name=question).click()
            arrived(opened.page)
            seen = on_screen(opened.page)
            assert [word for word in said if word not in seen] == [], question
            assert opened.said == []


def test_anybody_and_anything_is_found_by_name(demo: Demo, browser: Browsing) -> None:
    """Without a prepared question: a word is typed, a link is clicked, and the rows are there."""
    for typed, link, said in (
        ("payroll june", "Payroll June 2026", "107 of 128"),
        ("dana.ok", "Dana Okafor", "46 documents"),
        ("cash positions", "Treasury/Cash Positions", "Cash Positions"),
    ):
        with browser.watch(demo.reports / "index.html") as opened:
            opened.page.locator(".find input").fill(typed)
            opened.page.locator(".find li a", has_text=link).first.click()
            arrived(opened.page)
            assert said in on_screen(opened.page)
            assert opened.said == []
    assert '<section class="find" aria-labelledby="h-find" hidden>' in (
        demo.reports / "index.html"
    ).read_text(encoding="utf-8"), "without a script there is nothing to type into"


def arrived(page: Browser) -> None:
    """Wait until the index is left and the page that was asked for is ready."""
    page.wait_for_url(lambda url: "/index.html" not in url)
    page.wait_for_selector("html.is-ready", state="attached")


def on_screen(page: Browser) -> str:
    """Give the text that stands in the window, without scrolling."""
    return str(
        page.evaluate(
            """() => [...document.querySelectorAll("main :is(p, li, td, th)")].filter(one => {
                const box = one.getBoundingClientRect();
                return box.height && box.top < innerHeight && box.bottom > 0;
            }).map(one => one.innerText).join("\\n")"""
        )
    )


def test_the_overview_prints_as_one_page(demo: Demo, browser: Browsing) -> None:
    with browser.open(demo.reports / "overview.html") as page:
        printed = page.pdf(prefer_css_page_size=True)
    counts = [int(count) for count in re.findall(rb"/Count (\d+)", printed)]
    assert max(counts) == 1
