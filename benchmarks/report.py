"""How a report of over 100,000 rows opens: `python benchmarks/report.py [--record]`.

A generated organisation is collected over loopback, `access_by_object` is written, and Chromium
opens it from the disk beside the same rows as plain table markup without a script. Everything is a
ratio within this one run. `--record` keeps the figures in `benchmarks/report.md`.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shutil
import tempfile
import time
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from statistics import median
from unittest.mock import patch

from playwright.sync_api import Browser, sync_playwright
from playwright.sync_api import TimeoutError as OutOfTime

from sigma_audit.collect.run import collect
from sigma_audit.config import Settings
from sigma_audit.emulator.app import create_app
from sigma_audit.emulator.generator import generate
from sigma_audit.emulator.server import serve
from sigma_audit.library import Library
from sigma_audit.render import render
from sigma_audit.report.run import Inputs, run_report

PATIENCE = 1_200_000  # milliseconds
ENOUGH = 12  # times as long as ours that the plain page is waited for
REPORT = "access_by_object"
LIMIT = 8_000_000
DRAWN = """addEventListener('load', () => requestAnimationFrame(() => requestAnimationFrame(
    () => document.documentElement.classList.add('is-drawn'))))"""
# When what is on the screen is drawn and answers.
SETTLED = """() => new Promise(
    done => requestAnimationFrame(() => requestAnimationFrame(() => done())))"""


def pages(folder: Path) -> tuple[int, int, Path, Path]:
    """Write the page and its plain twin; gives rows, bytes of the twin, and both files."""
    org = generate(members=230, documents=1_100)
    snapshot, library = folder / "generated.duckdb", Library()
    with serve(create_app(org, token_rate=False)) as base_url:
        credential = next(iter(org.credentials.values()))
        settings = Settings(base_url, credential.client_id, credential.client_secret)
        collect(settings, plan="standard", out=snapshot)
    with ExitStack() as stack:
        inputs = Inputs.open(stack, snapshot, None, library)
        document = replace(run_report(inputs, library, REPORT, {}), formats=("html", "csv"))
    page, plain = folder / f"{REPORT}.html", folder / "plain.html"
    page.write_bytes(render(document, "html"))
    with patch("sigma_audit.render.laid.ROWS_SHOWN", len(document.result.rows)):
        markup = render(document, "html")
    plain.write_bytes(re.sub(rb"<script>.*?</script>", b"", markup, flags=re.DOTALL))
    return len(document.result.rows), plain.stat().st_size, page, plain


def opened(browser: Browser, page: Path, ready: str, runs: int) -> float:
    """Median seconds from the address to a page that is drawn and answers."""
    taken = []
    for _ in range(runs):
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        tab = context.new_page()
        tab.set_default_timeout(PATIENCE)
        start = time.perf_counter()
        tab.goto(page.as_uri(), wait_until="load", timeout=PATIENCE)
        tab.wait_for_selector(ready, state="attached")
        tab.evaluate(SETTLED)
        taken.append(time.perf_counter() - start)
        context.close()
    return median(taken)


def outwaited(browser: Browser, plain: Path, ours: float) -> str:
    """How many times as long as ours the plain page takes; `more than` when it is given up on."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.add_init_script(DRAWN)
    tab = context.new_page()
    start = time.perf_counter()
    try:
        tab.goto(plain.as_uri(), wait_until="commit", timeout=PATIENCE)
        tab.wait_for_selector("html.is-drawn", state="attached", timeout=1000 * ours * ENOUGH)
    except OutOfTime:
        return f"more than {ENOUGH}"
    finally:
        context.close()
    return f"{(time.perf_counter() - start) / ours:.1f}"


def filtered(browser: Browser, page: Path) -> tuple[float, float, str]:
    """Seconds of a filter over all rows and of a sort, and what the page says of the filter."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    tab = context.new_page()
    tab.set_default_timeout(PATIENCE)
    tab.goto(page.as_uri())
    tab.wait_for_selector("html.is-ready", state="attached")
    whole = tab.locator("#view output").inner_text()
    start = time.perf_counter()
    tab.locator("#view input[type=search]").fill("can edit")
    tab.locator("#view .filtered", has_text="Filtered view").wait_for(state="attached")
    filtering = time.perf_counter() - start
    said = tab.locator("#view output").inner_text()
    assert said != whole
    start = time.perf_counter()
    tab.locator("#rows thead button").first.click()
    tab.wait_for_selector("#rows th[aria-sort]")
    sorting = time.perf_counter() - start
    context.close()
    return filtering, sorting, said


def measure(folder: Path) -> list[tuple[str, str, str]]:
    """Run it all; gives (what, figure, how it was taken) rows."""
    chromium = os.environ.get("SIGMA_AUDIT_CHROMIUM") or shutil.which("chromium")
    rows, twin, page, plain = pages(folder)
    size = page.stat().st_size
    assert rows > 100_000, rows
    assert size < LIMIT, size
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        ours = opened(browser, page, "html.is-ready", 3)
        filtering, sorting, said = filtered(browser, page)
        theirs = outwaited(browser, plain, ours)
        browser.close()
    return [
        (
            "size: plain markup / the page",
            f"{twin / size:.1f}",
            f"{twin / 1e6:.1f} MB / {size / 1e6:.2f} MB, {rows:,} rows, all of them in both",
        ),
        (
            "until drawn and answering: plain markup without a script / the page",
            theirs,
            "one opening / the median of three, both on a busy machine",
        ),
        ("a filter over all rows / opening the page", f"{filtering / ours:.2f}", said),
        ("a sort of all rows / opening the page", f"{sorting / ours:.2f}", "after that filter"),
    ]


def table(rows: list[tuple[str, str, str]]) -> str:
    """Write the rows as Markdown, with the machine's shape."""
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    lines = [f"| {what} | {figure} | {how} |" for what, figure, how in rows]
    head = f"`python benchmarks/report.py --record` on {machine}: `{REPORT}` of a generated"
    return "\n".join(
        [
            "# A large report, opened",
            "",
            f"{head} organisation, from the disk in Chromium.",
            "",
            "| what | ratio | from |",
            "|---|---|---|",
            *lines,
            "",
        ]
    )


def main() -> None:
    """Measure, print, keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--record", action="store_true", help="keep it in benchmarks/report.md")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        text = table(measure(Path(folder)))
    print(text)
    if given.record:
        Path(__file__).with_suffix(".md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
