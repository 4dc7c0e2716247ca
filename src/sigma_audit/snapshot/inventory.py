"""Says which snapshots lie in a folder, and what one of them holds.

A file that cannot be read is listed with the reason, never left out. Must never change a file, nor
decide what a relation means.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sigma_audit.errors import AuditError
from sigma_audit.library import Library
from sigma_audit.result import Column, Result
from sigma_audit.snapshot.store import Snapshot, relations

_INFO = ("snapshot_id", "organization_id", "source", "taken_at", "plan", "status")
_LISTED = (
    Column("file", "VARCHAR", "where it lies"),
    Column("snapshot_id", "VARCHAR", "the snapshot; null when it cannot be read"),
    Column("organization_id", "VARCHAR", "whose it is"),
    Column("source", "VARCHAR", "sigma, or emulator for demo data"),
    Column("taken_at", "TIMESTAMP", "when the last answer arrived, UTC"),
    Column("plan", "VARCHAR", "which questions were to be asked"),
    Column("status", "VARCHAR", "complete, incomplete or unreadable"),
    Column("bytes", "BIGINT", "size of the file"),
    Column("covers", "VARCHAR", "how much of what it asked was answered, and what it never asked"),
    Column("reason", "VARCHAR", "why it cannot be read"),
)
_HELD = (
    Column("relation", "VARCHAR", "schema and name"),
    Column("kind", "VARCHAR", "table or view"),
    Column("row_count", "BIGINT", "rows; null for a view, whose rows are made when asked"),
    Column("comment", "VARCHAR", "what it holds"),
)


def sealed_files(folder: Path) -> Result:
    """List every `.duckdb` file under a folder, by organisation and time; unreadable ones last."""
    rows = [_listed(path) for path in sorted(folder.rglob("*.duckdb"))]
    rows.sort(key=lambda row: (row[6] == "unreadable", str(row[2]), str(row[4]), row[0]))
    return Result(_LISTED, rows)


def unfinished_files(folder: Path) -> list[Path]:
    """Working files of runs that were not sealed."""
    return sorted(folder.rglob("*.duckdb.partial"))


def _listed(path: Path) -> tuple[Any, ...]:
    try:
        size = path.stat().st_size
        with Snapshot.open(path, as_sealed=True) as snapshot:
            info = snapshot.info()
            covers = snapshot.run(Library().query("questions", "covers")).one()["sentence"]
    except AuditError as error:
        return (str(path), *[None] * 5, "unreadable", size, None, error.sentence)
    except OSError as error:
        return (str(path), *[None] * 5, "unreadable", None, None, error.strerror)
    return (str(path), *(info[key] for key in _INFO), size, covers, None)


def contents(snapshot: Snapshot) -> Result:
    """List the relations of an open snapshot, what each holds and how many rows a table has."""
    rows = []
    for relation in relations(snapshot):
        name = f'{relation["schema_name"]}."{relation["name"]}"'
        count = None
        if relation["kind"] == "table":
            count = snapshot.sql(f"select count(*) as n from {name}").one()["n"]
        shown = f"{relation['schema_name']}.{relation['name']}".removeprefix("main.")
        rows.append((shown, relation["kind"], count, relation["comment"]))
    return Result(_HELD, rows)
