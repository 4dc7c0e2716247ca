"""Pages of the demo in a real browser, from the disk: nothing runs but the enhancer.

What each page must be stands in test_every_page.py; names that attack in test_hostile.py.
"""

from __future__ import annotations

import re
from pathlib import Path

from browsing import Browsing, printed
from figures import asked, fits
from finished_demo import Demo
from inert import is_inert

# What an output says once something is left out: "12 of 48 …", never "48 of 48 …".
FEWER = re.compile(r"^(?!(\S+) of \1\b)[\d,]+ of [\d,]+")


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


def test_a_keyboard_does_it_all(demo: Demo, browser: Browsing) -> None:
    """To the content, a filter, a sort, a fold, the CSV: no mouse."""
    path = next(demo.reports.glob("object_dossier-payroll*.html"))
    with browser.open(path) as page:
        focused = page.locator(":focus")
        page.keyboard.press("Tab")
        assert focused.inner_text() == "Skip to the content"
        page.keyboard.press("Enter")
        assert page.url.endswith("#main")

        def walk_to(words: str) -> None:
            for _ in range(120):
                page.keyboard.press("Tab")
                said = focused.evaluate("e => e.type === 'search' ? 'search' : e.textContent")
                if re.search(words, said):
                    return
            raise AssertionError(f"no way to {words}")

        walk_to("search")
        page.keyboard.type("edith")
        page.locator("output", has_text="1 of 108 rows").first.wait_for()
        walk_to("CSV of these rows")
        with page.expect_download() as saved:
            page.keyboard.press("Enter")
        lines = Path(saved.value.path()).read_text(encoding="utf-8-sig").splitlines()
        assert len(lines) == 2
        assert "edith.sommer@halcyon.example" in lines[1]
        walk_to("^Person$")
        page.keyboard.press("Enter")
        page.locator('#rows th[data-name=person][aria-sort="ascending"]').wait_for()
        walk_to("2 more")
        page.keyboard.press("Enter")
        page.locator("#rows tr:not([hidden]) details[open]").wait_for()


def test_a_figure_filters_the_table(demo: Demo, browser: Browsing) -> None:
    """Each figure that leads to the table leaves as many rows as the CSV has that fit."""
    followed = 0
    for name in ("teams", "connections", "external", "ownership", "policies", "account_types"):
        rows = demo.rows(name)
        with browser.open(demo.reports / f"{name}.html") as page:
            links = page.locator('.figures a[href^="#view?"]')
            for at in range(links.count()):
                query = str(links.nth(at).get_attribute("href")).partition("?")[2]
                links.nth(at).click()
                wanted = asked(query)
                if ("q", "") in wanted:
                    page.locator("#view output", has_text=FEWER).wait_for()
                    continue
                found = [
                    row
                    for row in rows
                    if all(fits(row[key], values, how) for (key, how), values in wanted.items())
                ]
                # The page hears of its new address a moment after the click.
                said = f"{len(found):,} of {len(rows):,} rows"
                page.locator("#view output", has_text=re.compile(f"^{said}")).wait_for()
                followed += 1
            if name == "policies":
                page.locator('.figures a[href^="#checks?"]').click()
                page.locator("#checks output", has_text=FEWER).wait_for()
    assert followed > 20


def test_a_figure_leads_to_the_report_beside(demo: Demo, browser: Browsing) -> None:
    """The overview's Admins are rows of another report: one click, and only they are left."""
    admins = [row for row in demo.rows("privileged") if row["power"] == "Organisation admin"]
    with browser.watch(demo.reports / "overview.html") as opened:
        opened.page.locator(".figures a", has_text="are Admins").click()
        opened.page.wait_for_url("**/privileged.html*")
        opened.page.wait_for_selector("html.is-ready", state="attached")
        usable = [row for row in admins if row["usable"] == "yes"]
        opened.page.locator("#view output", has_text=re.compile(f"^{len(usable)} of ")).wait_for()
        assert opened.said == []


def test_print_repeats_headings_and_says_that_it_is_filtered(
    demo: Demo, browser: Browsing, tmp_path: Path
) -> None:
    with browser.open(demo.reports / "teams.html") as page:
        sheets = printed(page, tmp_path)
        headed = [sheet for sheet in sheets if re.search(r"^ *Team +Person +Role", sheet, re.M)]
        assert len(headed) > 4
        assert not any("Filtered view" in sheet for sheet in sheets)
        page.locator("#view input[type=search]").fill("admin")
        page.locator("#view .filtered", has_text="Filtered view").wait_for(state="attached")
        assert "Filtered view: " in "".join(printed(page, tmp_path))


def test_without_a_script_everything_is_there(demo: Demo, browser: Browsing) -> None:
    with browser.open(demo.reports / "teams.html", script=False) as page:
        total = page.locator("#rows").get_attribute("data-total")
        assert page.locator("#rows tbody tr").count() == int(total or 0)
        for part in ("attention", "changed", "made", "glossary"):
            assert page.locator(f"#{part}").is_visible()
        assert page.locator("#made details.sql pre").count() > 3
        assert page.locator("input, select").count() == 0
    with browser.open(demo.reports / "access_by_object.html", script=False) as page:
        assert page.locator("#attention li").first.is_visible()
        assert page.locator("#rows tbody tr").count() == 5_000
        assert "5,000 of 6" in page.locator("#view .cut").first.inner_text()
