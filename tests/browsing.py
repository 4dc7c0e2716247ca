"""Debian's Chromium, driven: opens a page from the disk and watches what it says and asks for.

A page that speaks on the console, throws, opens a dialog or sends a request fails its test when it
is closed, unless the test asked to look for itself.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, sync_playwright

VARIABLE = "SIGMA_AUDIT_CHROMIUM"
MISSING = f"no browser: apt-get install chromium, or set {VARIABLE}"
ARGUMENTS = ("--no-sandbox", "--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND")
NO_PRINT = "no pdftotext: apt-get install poppler-utils"
PHONE, WIDE = 390, 1280
PATIENCE = 240_000  # milliseconds: a machine that is busy is not a page that is broken


def chromium() -> str:
    """Give the browser's path; skip where there is none, fail where one was promised."""
    promised = os.environ.get(VARIABLE)
    if promised and not os.access(promised, os.X_OK):
        pytest.fail(f"{VARIABLE} is {promised}, which is no program")
    found = promised or shutil.which("chromium")
    if not found:
        pytest.skip(MISSING)
    return found


@dataclass
class Opened:
    """A page in a browser, and all that it caused: lines on the console, errors, requests."""

    page: Page
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def listen(self, context: BrowserContext) -> None:
        """Hear everything, also of pages that this one opens."""
        context.on("console", lambda message: self.said.append(message.text))
        context.on("weberror", lambda error: self.said.append(str(error.error)))
        context.on("request", lambda request: self.asked.append(request.url))
        context.on("page", lambda page: self.said.append(f"opened {page.url}"))
        context.on("dialog", self._dismiss)

    def _dismiss(self, dialog: Dialog) -> None:
        self.said.append(dialog.message)
        dialog.dismiss()


class Browsing:
    """One browser; each page it opens has a profile of its own and no network."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser

    @contextmanager
    def watch(
        self,
        path: Path,
        fragment: str = "",
        *,
        dark: bool = False,
        width: int = WIDE,
        script: bool = True,
        wait: bool = True,
    ) -> Iterator[Opened]:
        """Open a file (`fragment` with its #) and wait until its script has done with it.

        `wait=False` for a page that is not ours; `script=False` for a browser without JavaScript.
        """
        context = self._browser.new_context(
            accept_downloads=True,
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
            offline=True,
            reduced_motion="reduce",
            viewport={"width": width, "height": 900},
        )
        context.set_default_timeout(PATIENCE)
        try:
            opened = Opened(context.new_page())
            opened.listen(context)
            opened.page.goto(path.as_uri() + fragment)
            if script and wait:
                opened.page.wait_for_selector("html.is-ready", state="attached")
            yield opened
        finally:
            context.close()

    @contextmanager
    def open(
        self,
        path: Path,
        fragment: str = "",
        *,
        dark: bool = False,
        width: int = WIDE,
        script: bool = True,
    ) -> Iterator[Page]:
        """Open a page of ours; when it is closed, it must have been quiet and asked for nothing."""
        with self.watch(path, fragment, dark=dark, width=width, script=script) as opened:
            yield opened.page
        assert opened.said == [], opened.said
        asked = [url.partition("#")[0] for url in opened.asked if not url.startswith("blob:")]
        assert asked == [path.as_uri()], asked


@contextmanager
def browsing() -> Iterator[Browsing]:
    """Start the browser; it is closed before another file's tests run a loop of their own."""
    path = chromium()
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=path, args=list(ARGUMENTS), timeout=PATIENCE
        )
        try:
            yield Browsing(browser)
        finally:
            browser.close()


def printed(page: Page, folder: Path) -> list[str]:
    """Print a page, and give the text of each sheet."""
    tool = shutil.which("pdftotext")
    if tool is None:
        pytest.skip(NO_PRINT)
    file = folder / "printed.pdf"
    page.pdf(path=file, prefer_css_page_size=True)
    done = subprocess.run([tool, "-layout", file, "-"], capture_output=True, text=True, check=True)
    return done.stdout.removesuffix("\f").split("\f")
