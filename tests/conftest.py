"""What tests of several rooms share: the finished demo, a browser, a word on what was left out,
and a watch for secrets that stay."""

from __future__ import annotations

import gc
import signal
from collections import Counter
from collections.abc import Iterator

import pytest

from browsing import Browsing, browsing
from canaries import Canaries
from finished_demo import Demo, finished_demo

# Started in the background of a shell, a process ignores Ctrl-C, and so does all it starts.
signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Canaries(config), "canaries")


def pytest_collection_finish() -> None:
    """Look for garbage less often: reading a report back takes nearly half less.

    What was collected stays to the end, and is not looked through time after time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    return finished_demo(tmp_path_factory)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browsing]:
    """One browser for a file's tests."""
    with browsing() as started:
        yield started


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was not tested here, and what it would take."""
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = Counter(str(one.longrepr[2]).removeprefix("Skipped: ") for one in skipped)
    if not reasons:
        return
    terminalreporter.section("NOT TESTED HERE", yellow=True)
    for reason, count in sorted(reasons.items()):
        terminalreporter.write_line(f"{count} test{'s' * (count > 1)} left out: {reason}")
