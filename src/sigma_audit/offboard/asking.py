"""Asks every snapshot at hand about the leavers, and lays what it says beside the latest.

Earlier snapshots say who was active when, who owned what, and what heirs reached before. Must never
judge: the verdict and every sentence come from `sql/offboard/`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sigma_audit.library import Library
from sigma_audit.offboard.lists import ALIASES
from sigma_audit.result import Result
from sigma_audit.snapshot.inputs import InputTable
from sigma_audit.snapshot.series import Series
from sigma_audit.snapshot.store import Snapshot

# Kept on the latest snapshot in this order: each reads those before it.
STAGES = (
    "leaver_accounts",
    "leaver_verdicts",
    "leaver_holdings",
    "leaver_handovers",
    "leaver_steps",
    "leaver_reasons",
)
NO_ALIASES = InputTable(ALIASES, (), is_given=False)
Tables = dict[str, InputTable]


@dataclass(frozen=True)
class Control:
    """What is demanded: hours from the end of the last day, in that time zone, to the deadline."""

    within_hours: int = 24
    timezone: str = "UTC"

    @property
    def params(self) -> Mapping[str, object]:
        """Give both by the names the queries declare."""
        return {"within_hours": self.within_hours, "timezone": self.timezone}


def table_of(result: Result) -> InputTable:
    """Give an answer the form in which another snapshot can be asked with it."""
    return InputTable(tuple((c.name, c.type) for c in result.columns), list(result.rows))


def unknown_table(unknown: Result | None, library: Library) -> InputTable:
    """Give the accounts HR does not know as a table; without a roster it is empty and not given."""
    if unknown is not None:
        return table_of(unknown)
    columns = library.query("offboard", "unknown_accounts").columns
    return InputTable(tuple((name, "VARCHAR") for name, _ in columns), (), is_given=False)


def ask(path: Path, library: Library, name: str, tables: Tables, **params: object) -> Result:
    """Put one query of `sql/offboard` to one snapshot, with tables beside it."""
    with Snapshot({"snapshot": path}, inputs=tables) as snapshot:
        return snapshot.run(library.query("offboard", name), params)


def _ask_all(series: Series, library: Library, name: str, tables: Tables) -> InputTable:
    """Put one query to every snapshot and give all rows as one table, oldest snapshot first."""
    answers = [ask(path, library, name, tables) for path in series.files]
    rows = [row for answer in answers for row in answer.rows]
    return InputTable(table_of(answers[-1]).columns, rows)


def gather(series: Series, library: Library, leavers: InputTable, aliases: InputTable) -> Tables:
    """Find the accounts meant and what each snapshot says of them: tables of the schema `input`."""
    tables: Tables = {"leavers": leavers, "aliases": aliases}
    tables["at_hand"] = _ask_all(series, library, "snapshot_at_hand", {})
    tables["matches"] = _with_snapshot(series, library, tables)
    tables["sightings"] = _ask_all(series, library, "account_sightings", tables)
    tables["owned"] = _ask_all(series, library, "owned_things", tables)
    tables["handed_over"] = table_of(ask(series.latest, library, "things_handed_over", tables))
    tables["heir_access"] = _heir_access(series, library, tables)
    return tables


def _with_snapshot(series: Series, library: Library, tables: Tables) -> InputTable:
    """Match in every snapshot: an address that was changed since is still found."""
    rows: list[tuple[Any, ...]] = []
    ids = [row[0] for row in tables["at_hand"].rows]
    for snapshot_id, path in zip(ids, series.files, strict=True):
        answer = ask(path, library, "account_matches", tables)
        rows += [(snapshot_id, *row) for row in answer.rows]
    return InputTable((("snapshot_id", "VARCHAR"), *table_of(answer).columns), rows)


def _heir_access(series: Series, library: Library, tables: Tables) -> InputTable:
    """Ask what each heir reached before and reaches now, one heir at a time."""
    handed_over = tables["handed_over"]
    names = [name for name, _ in handed_over.columns]
    wanted: dict[str, set[str]] = {}
    for row in handed_over.rows:
        one = dict(zip(names, row, strict=True))
        wanted.setdefault(one["snapshot_id"], set()).add(one["heir_id"])
    ids = [row[0] for row in tables["at_hand"].rows]
    heirs = set().union(*wanted.values())
    wanted[ids[-1]] = heirs
    rows: list[tuple[Any, ...]] = []
    columns = table_of(ask(series.latest, library, "heir_access", tables, heir_id="")).columns
    for snapshot_id, path in zip(ids, series.files, strict=True):
        for heir in sorted(wanted.get(snapshot_id, ())):
            rows += ask(path, library, "heir_access", tables, heir_id=heir).rows
    return InputTable(columns, rows)


@dataclass(frozen=True)
class Prepared:
    """The latest snapshot with everything laid beside it, and the answer of every stage by name."""

    snapshot: Snapshot
    stages: Mapping[str, Result]


@contextmanager
def prepared(
    series: Series, library: Library, tables: Tables, control: Control, unknown: Result | None
) -> Iterator[Prepared]:
    """Open the latest snapshot and keep the stages upon it, for the report's queries to read.

    `unknown` are the accounts HR does not know, where a roster was given.
    """
    laid = tables | {"unknown_accounts": unknown_table(unknown, library)}
    with Snapshot({"snapshot": series.latest}, inputs=laid) as snapshot:
        stages: dict[str, Result] = {}
        for name in STAGES:
            query = library.query("offboard", name)
            declared = {param.name for param in query.params}
            given = {key: value for key, value in control.params.items() if key in declared}
            stages[name] = snapshot.keep(name, query, given)
        yield Prepared(snapshot, stages)
