"""The one shape between SQL and paper: columns with meanings, rows, and facts about both.

Renderers and the command line see this and `document.py`, and nothing else. Must never compute,
import a database or know what a permission is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Column:
    """A column's name, DuckDB type and meaning (from the SQL file's header)."""

    name: str
    type: str = "VARCHAR"
    meaning: str = ""


@dataclass(frozen=True)
class Result:
    """Rows of one query; `rows` are tuples in the order of `columns`."""

    columns: tuple[Column, ...]
    rows: Sequence[tuple[Any, ...]]
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """Column names, in order."""
        return tuple(column.name for column in self.columns)

    def records(self) -> list[dict[str, Any]]:
        """Rows as dictionaries, keys in column order."""
        names = self.names
        return [dict(zip(names, row, strict=True)) for row in self.rows]

    def one(self) -> dict[str, Any]:
        """Give the only row as a dictionary; ValueError when there is not exactly one."""
        if len(self.rows) != 1:
            raise ValueError(f"expected one row, got {len(self.rows)}")
        return self.records()[0]
