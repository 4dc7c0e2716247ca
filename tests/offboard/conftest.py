"""The town, sealed once a worker, and a quick way to ask about leavers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from offboard.town import Town, build
from sigma_audit.library import Library
from sigma_audit.offboard.answer import leavers_answer
from sigma_audit.offboard.asking import Control, gather, prepared
from sigma_audit.offboard.lists import ALIASES, LEAVERS
from sigma_audit.result import Result
from sigma_audit.snapshot.inputs import InputTable
from sigma_audit.snapshot.series import Series

Ask = Callable[..., dict[str, dict[str, Any]]]


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    return build(tmp_path_factory.mktemp("town"))


def leavers(*lines: tuple[str | None, str] | tuple[str | None, str, dict[str, Any]]) -> InputTable:
    """Lines of (e-mail, last day, further fields); the file's first line is its headings."""
    rows = []
    for number, (email, day, *more) in enumerate(lines, 2):
        further: dict[str, Any] = more[0] if more else {}
        first = further.get("first_day")
        rows.append(
            (
                *(number, email, further.get("employee_id"), further.get("name")),
                *(date.fromisoformat(day), date.fromisoformat(first) if first else None),
            )
        )
    return InputTable(LEAVERS, rows)


def aliases(*pairs: tuple[str, str]) -> InputTable:
    return InputTable(ALIASES, [(line, *pair) for line, pair in enumerate(pairs, 2)])


def answer(
    files: tuple[Path, ...],
    listed: InputTable,
    named: InputTable | None = None,
    within: int = 24,
    timezone: str = "UTC",
) -> Result:
    """Answer for these snapshots, the last of which is the latest."""
    series, library, control = Series(files), Library(), Control(within, timezone)
    tables = gather(series, library, listed, named or aliases())
    with prepared(series, library, tables, control, None) as ready:
        return leavers_answer(ready, library, series, tables, control)


def by_key(result: Result) -> dict[str, dict[str, Any]]:
    """Rows by member id, or by the address HR gives where there is no account."""
    return {record["account_key"]: record for record in result.records()}
