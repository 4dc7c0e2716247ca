"""Shares out the tests: a module's fixtures are paid for once, the demo runs on one worker.

Must never change what a test sees, only where it runs.
"""

from __future__ import annotations

from pathlib import Path

import pytest

TESTS = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep a module's tests together, and all of `e2e/`, so that no fixture is paid for twice."""
    for item in items:
        place = item.path.relative_to(TESTS)
        group = "e2e" if place.parts[0] == "e2e" else place.as_posix()
        item.add_marker(pytest.mark.xdist_group(group))
