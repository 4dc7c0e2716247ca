"""Opens sealed snapshots read-only and asks them queries; the result carries the snapshot's facts.

Once open, the engine's own file and network access is off and its configuration locked, so that a
user's own SQL cannot wander. Must never write, and never holds a query of its own beyond the facts.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import duckdb

from sigma_audit.errors import ConfigError, LibraryError, NotFound, Refused, StorageError
from sigma_audit.library import Library, Query
from sigma_audit.result import Column, Result
from sigma_audit.snapshot import allowed, spill
from sigma_audit.snapshot.asked import LIFTABLE, answered
from sigma_audit.snapshot.interruptible import Step
from sigma_audit.snapshot.partial import is_locked
from sigma_audit.snapshot.shape import PARTIAL, SCHEMA_VERSION

if TYPE_CHECKING:  # a question to a file as it is loads nothing of these
    from sigma_audit.snapshot.inputs import InputFile, InputTable
    from sigma_audit.snapshot.overlay import Overlay

_ALWAYS = (
    "set timezone = 'UTC'",  # a zoned time reads the same wherever it is asked
    "set python_enable_replacements = false",  # a name never means a variable of this program
    "set enable_progress_bar = false",  # it would be drawn into the answer on stdout
    "set temp_directory = $spill",  # of what is open to queries, nothing but this stays writable
)
_MAGIC = b"DUCK"  # of every DuckDB file, after the checksum of its header
_LOCK = (
    "set enable_external_access = false",
    "set lock_configuration = true",
)


def continue_it(partial: Path) -> str:
    """Say how the run of an unfinished file is continued, wherever that lies."""
    final = shlex.quote(str(partial.with_suffix("")))
    return f"continue it with `sigma-audit collect --resume --out {final}` and the plan it had"


def attach(connection: duckdb.DuckDBPyConnection, path: Path, alias: str) -> int:
    """Attach one sealed file under an alias; says what is wrong with a file that is none.

    Gives the schema version with which it was sealed.
    """
    if path.is_dir():
        raise NotFound(f"{path} is a folder, no snapshot", "name one of the files in it")
    if not path.is_file():
        raise NotFound(
            f"there is no snapshot {path}", "sigma-audit snapshot list shows what there is"
        )
    if path.suffix == PARTIAL:  # cut in its sealing, it has some of the relations
        raise StorageError(f"{path} is not sealed", continue_it(path))
    quoted = str(path).replace("'", "''")
    try:
        connection.execute(f"attach '{quoted}' as {alias} (read_only)")
    except duckdb.Error as error:
        text = str(error).splitlines()[0]
        if is_locked(error):
            raise Refused(
                f"{path} is being written by another process", "wait until it is sealed"
            ) from error
        if not _is_duckdb(path):  # the engine takes some for data of its own, by their name
            raise StorageError(
                f"{path} cannot be opened as a snapshot: it is no DuckDB file",
                "name a file that `sigma-audit collect` has sealed",
            ) from error
        raise StorageError(
            f"{path} cannot be opened as a snapshot: {text}", "is it whole?"
        ) from error
    try:
        row = connection.execute(
            f"select schema_version from {alias}.main.snapshot_info"
        ).fetchone()
    except duckdb.Error as error:
        raise StorageError(
            f"{path} is a DuckDB file, but not a snapshot of sigma-audit",
            "name a file that `sigma-audit collect` has sealed",
        ) from error
    if row is None:
        raise StorageError(f"{path} is not sealed", "take another copy, or another snapshot")
    if row[0] > SCHEMA_VERSION:
        raise Refused(
            f"{path} was written by a newer sigma-audit "
            f"(schema {row[0]}; this one reads up to {SCHEMA_VERSION})",
            "upgrade sigma-audit",
        )
    return int(row[0])


def _is_duckdb(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(12)[8:] == _MAGIC


def _attach_below(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    alias: str,
    stack: Sequence[Overlay],
    as_sealed: bool,
) -> Sequence[Overlay]:
    """Attach a file, as `<alias>_file` when something is laid over it; gives what that is.

    Lowest lies what gives an older file the relations of today.
    """
    version = attach(connection, path, alias)
    if version < SCHEMA_VERSION and not as_sealed:
        from sigma_audit.snapshot.overlay import Overlay

        stack = [Overlay(Library(), is_whole=True), *stack]
    if stack:
        connection.execute(f"detach {alias}")
        attach(connection, path, f"{alias}_file")
    return stack


class Snapshot:
    """One or two sealed files open for questions. Use as a context manager."""

    def __init__(
        self,
        files: Mapping[str, Path],
        threads: int | None = None,
        inputs: Mapping[str, InputTable | InputFile] | None = None,
        overlays: Mapping[str, Sequence[Overlay]] | None = None,
        as_sealed: bool = False,
        is_locked: bool = True,
    ) -> None:
        """Attach `files` (alias -> path); the first is the one unqualified names mean.

        Of a file that an older version has sealed, every relation is made again from its pages;
        `as_sealed` takes those it has, which is enough for `info` and cheap.

        Not `is_locked`, further files can be attached, and no SQL of a user's may be run.

        `inputs` become tables of the schema `input`, in memory; `input.given` says which were.
        `overlays` (alias -> the lowest first) have relations of a file made again, in memory: the
        alias then means those, and the file itself is `<alias>_file`.
        """
        self.files = dict(files)
        self._connection = duckdb.connect()
        # DuckDB lets every query write where it spills to: a folder that only this process knows.
        self._spill = spill.make()
        if threads:
            self._connection.execute(f"set threads = {int(threads)}")
        try:
            for statement in _ALWAYS:
                self._connection.execute(statement.replace("$spill", f"'{self._spill}'"))
            laid = {
                alias: _attach_below(
                    self._connection, path, alias, (overlays or {}).get(alias, ()), as_sealed
                )
                for alias, path in self.files.items()
            }
            if inputs is not None:
                from sigma_audit.snapshot.inputs import lay

                lay(self._connection, inputs)
            if any(laid.values()):
                from sigma_audit.snapshot.overlay import lay_all

                for alias, stack in laid.items():
                    lay_all(self._connection, alias, stack)
                # What one file's relations take need not be bounded.
                is_bound = len(self.files) > 1
                self._connection.execute(LIFTABLE if is_bound else "reset memory_limit")
            home = next(iter(self.files)) if len(self.files) == 1 else "memory"
            self._connection.execute(f"use {home}")
            for statement in _LOCK if is_locked else ():
                self._connection.execute(statement)
        except BaseException:
            self._close()
            raise

    @classmethod
    def open(
        cls,
        path: Path,
        inputs: Mapping[str, InputTable | InputFile] | None = None,
        overlays: Sequence[Overlay] = (),
        as_sealed: bool = False,
    ) -> Snapshot:
        """Open one sealed snapshot; its relations answer to their plain names."""
        return cls(
            {"snapshot": path}, inputs=inputs, overlays={"snapshot": overlays}, as_sealed=as_sealed
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def _close(self) -> None:
        self._connection.close()
        spill.remove(self._spill)

    def info(self, alias: str | None = None) -> dict[str, Any]:
        """Give the row of `snapshot_info` as a dictionary."""
        name = alias or next(iter(self.files))
        return self.sql(f"select * from {name}.main.snapshot_info").one()

    def sql(self, text: str, params: Mapping[str, object] | None = None) -> Result:
        """Ask anything, read-only; ConfigError says what DuckDB made of a wrong question."""
        try:
            described, rows = answered(self._connection, (text, dict(params or {})))
        except duckdb.Error as error:
            raise ConfigError(
                f"the query cannot be answered: {allowed.said(error)}",
                "write a value, or null where none was given, in place of each"
                if "parameters" in str(error)
                else "see `sigma-audit snapshot show`",
            ) from error
        return Result(tuple(Column(name, str(kind)) for name, kind, *_ in described), rows)

    def ask(self, text: str) -> Result:
        """Answer what somebody has typed: one question; ConfigError for what would do more."""
        allowed.refuse_other_than_questions(self._connection, text)
        return self.sql(text)

    def run(self, query: Query, params: Mapping[str, object] | None = None) -> Result:
        """Answer a query of the library, with declared parameters, defaults filled in."""
        return self._answered(query, "", params or {})

    def _answered(self, query: Query, kept: str, params: Mapping[str, object]) -> Result:
        """Ask, keeping the rows as `kept` when named; LibraryError when a promise is broken."""
        bound = bind(query, params)
        if query.is_own:
            allowed.inspect(self._connection, query)
        made = f"create or replace temp table {kept} as " if kept else ""
        steps: list[Step] = [(made + allowed.body(query.sql), bound)]
        if kept:
            steps.append((f"from {kept}", None))
        try:
            described, rows = answered(self._connection, *steps)
        except duckdb.Error as error:
            line = allowed.line_of(error, query.sql)
            raise LibraryError(query.file, line, "sql", allowed.said(error)) from error
        allowed.held(query, [str(name) for name, *_ in described], rows)
        meanings = dict(query.columns)
        columns = tuple(Column(name, str(kind), meanings[name]) for name, kind, *_ in described)
        return Result(columns, rows, {"parameters": bound})

    def keep(self, name: str, query: Query, params: Mapping[str, object] | None = None) -> Result:
        """Answer a query like `run`, and keep its rows as `name` for the queries that follow.

        What is counted and what is listed then cannot drift apart; rows keep the query's order.
        """
        return self._answered(query, name, params or {})


def bind(query: Query, given: Mapping[str, object]) -> dict[str, object]:
    """Give each declared parameter its value or default; ConfigError for any other."""
    declared = {param.name: param for param in query.params}
    if unknown := sorted(given.keys() - declared.keys()):
        raise ConfigError(
            f"{query.name} has no parameter {', '.join(unknown)}",
            f"it has: {', '.join(declared) or 'none'}",
        )
    missing = [
        name for name, param in declared.items() if param.default is None and name not in given
    ]
    if missing:
        raise ConfigError(
            f"{query.name} needs a value for {', '.join(missing)}", "give it with -p name=value"
        )
    return {name: given.get(name, _default(param.default)) for name, param in declared.items()}


def _default(text: str | None) -> object:
    """Read a declared default: null, yes or no, a number, or text."""
    if text is None or text.lower() == "null":
        return None
    if text.lower() in ("true", "false"):
        return text.lower() == "true"
    if text.lstrip("-").isdigit():
        return int(text)
    return text.strip("'")


def relations(snapshot: Snapshot) -> Iterable[dict[str, Any]]:
    """Every relation of the file: schema, name, kind, estimated rows, comment."""
    return snapshot.sql(
        "select schema_name, table_name as name, 'table' as kind, comment from duckdb_tables() "
        "where database_name = current_database() union all "
        "select schema_name, view_name, 'view', comment from duckdb_views() "
        "where database_name = current_database() and not internal order by all"
    ).records()
