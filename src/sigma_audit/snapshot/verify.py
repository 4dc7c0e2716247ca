"""Says whether a sealed snapshot is whole and untouched, by making it again from its own pages.

What is compared is content, relation by relation; the bytes only where a checksum lies beside the
file. Must never repair anything, and never writes but to a temporary file of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from sigma_audit.errors import AuditError, LibraryError
from sigma_audit.library import Library
from sigma_audit.snapshot import build
from sigma_audit.snapshot.checksum import checksum_path, digest, read_checksum
from sigma_audit.snapshot.shape import STORAGE, STORAGE_VERSION
from sigma_audit.snapshot.store import Snapshot

OK, FAILED, NOT_CHECKED = "ok", "failed", "not_checked"
_CONTENT_SCHEMAS = "('typed', 'main', 'meta')"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: its name, ok, failed or not_checked, and why in a sentence."""

    check: str
    status: str
    detail: str


def verify(path: Path, library: Library) -> list[Finding]:
    """Look at everything about one file; a file that cannot be opened ends the list."""
    found = [_checksum(path), *_files_beside(path)]
    try:
        with Snapshot.open(path, as_sealed=True) as snapshot:
            info = snapshot.info()
            found.append(Finding("opens", OK, f"sealed; {info['status']}, plan {info['plan']}"))
            found.append(_storage_version(snapshot))
    except AuditError as error:
        return [*found, Finding("opens", FAILED, error.sentence)]
    if info["sql_digest"] != library.digest():
        made_with = f"made by version {info['tool_version']} with other SQL than this one has"
        return [*found, Finding("relations", NOT_CHECKED, made_with)]
    return [*found, *_made_again(path, library)]


def _checksum(path: Path) -> Finding:
    beside = checksum_path(path).name
    noted = read_checksum(path)
    if noted is None:
        return Finding("checksum", NOT_CHECKED, f"there is no {beside}")
    try:
        actual = digest(path)
    except OSError as error:
        return Finding("checksum", FAILED, f"{path} cannot be read: {error.strerror}")
    if noted != actual:
        return Finding("checksum", FAILED, f"the file's SHA-256 is {actual}, not as in {beside}")
    return Finding("checksum", OK, f"as in {beside}")


def _files_beside(path: Path) -> Iterator[Finding]:
    """Look for a write-ahead log: one beside a sealed file means that it was opened to write."""
    log = path.with_name(path.name + ".wal")
    if log.exists():
        yield Finding("log", FAILED, f"{log.name} lies beside: something was written after sealing")


def _storage_version(snapshot: Snapshot) -> Finding:
    row = snapshot.sql(
        "select tags['storage_version'] as version from duckdb_databases() "
        "where database_name = current_database()"
    ).one()
    written = str(row["version"])
    if not written.startswith(STORAGE_VERSION):
        return Finding(
            "storage", FAILED, f"written as {written}, sealed files are {STORAGE_VERSION}"
        )
    return Finding("storage", OK, f"written as {written}")


def _made_again(path: Path, library: Library) -> Iterator[Finding]:
    """Build every relation from the raw pages into a file of its own, and compare."""
    with TemporaryDirectory(prefix="sigma-audit-") as folder:
        again = Path(folder) / "again.duckdb"
        try:
            with closing(_connect(again)) as connection:
                _attach(connection, path, "sealed")
                _copy_pages(connection)
                build.build(connection, library)
            # Both as files: what a view asks is written down otherwise than it is held in memory.
            with closing(duckdb.connect()) as connection:
                _attach(connection, path, "sealed")
                _attach(connection, again, "again")
                yield from _compare(connection)
        except (duckdb.Error, LibraryError) as error:
            problem = str(error).splitlines()[0]
            yield Finding("relations", FAILED, f"cannot be made again from the pages: {problem}")


def _connect(path: Path) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(path), config=STORAGE)


def _attach(connection: duckdb.DuckDBPyConnection, path: Path, alias: str) -> None:
    quoted = str(path).replace("'", "''")
    connection.execute("set enable_progress_bar = false")  # it would be drawn on stdout
    connection.execute(f"attach '{quoted}' as {alias} (read_only)")


def _tables(
    connection: duckdb.DuckDBPyConnection, database: str, schemas: str
) -> dict[str, str | None]:
    """Tables and views of some schemas: quoted name -> the view's text, None for a table."""
    rows = connection.execute(
        "select schema_name, table_name, null from duckdb_tables() "
        f"where database_name = ? and schema_name in {schemas} union all "
        "select schema_name, view_name, sql from duckdb_views() "
        f"where not internal and database_name = ? and schema_name in {schemas} order by all",
        [database, database],
    ).fetchall()
    return {f'{schema}."{name}"': text for schema, name, text in rows}


def _copy_pages(connection: duckdb.DuckDBPyConnection) -> None:
    """Take over the evidence, in its order: the pages, and how each chain ended."""
    for schema in ("raw", "typed", "meta"):
        connection.execute(f"create schema {schema}")
    for name in _tables(connection, "sealed", "('raw', 'meta')"):
        if name != 'meta."integrity"':
            connection.execute(f"create table {name} as from sealed.{name}")


def _compare(connection: duckdb.DuckDBPyConnection) -> Iterator[Finding]:
    """Name each relation that is missing, foreign, or holds other rows than it should."""
    again = _tables(connection, "again", _CONTENT_SCHEMAS)
    sealed = _tables(connection, "sealed", _CONTENT_SCHEMAS)
    differing = 0
    for name in sorted(again.keys() | sealed.keys()):
        if problem := _difference(connection, name, again, sealed):
            differing += 1
            yield Finding(name.replace('"', ""), FAILED, problem)
    if not differing:
        yield Finding("relations", OK, f"{len(again)} made again from the pages: the same rows")
    row = connection.execute(
        "select count(*), coalesce(string_agg(name, ', ' order by name), '') "
        "from again.meta.integrity where found > 0"
    ).fetchone()
    count, names = row or (0, "")
    detail = f"asked again; {names} found rows" if count else "asked again; nothing found"
    yield Finding("integrity", FAILED if count else OK, detail)


def _difference(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    again: dict[str, str | None],
    sealed: dict[str, str | None],
) -> str:
    """Say how the sealed relation differs from the one made again; '' when it does not."""
    if name not in sealed:
        return "is missing from the file"
    if name not in again:
        return "does not belong in the file"
    if again[name] is not None or sealed[name] is not None:
        return "" if again[name] == sealed[name] else "asks something else than it should"
    try:
        row = connection.execute(
            f"select (select count(*) from (from again.{name} except all from sealed.{name})), "
            f"(select count(*) from (from sealed.{name} except all from again.{name}))"
        ).fetchone()
    except duckdb.Error as error:
        return f"has other columns than it should: {str(error).splitlines()[0]}"
    missing, foreign = row or (0, 0)
    if not missing and not foreign:
        return ""
    return f"{missing:,} rows that follow from the pages are not there, {foreign:,} do not follow"
