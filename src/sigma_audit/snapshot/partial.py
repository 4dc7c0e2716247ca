"""The file of a run that is not sealed yet: its name, and how it begins.

It is made aside and renamed: under its own name it is absent or a run that can be resumed, whenever
the process that made it is killed. Must never touch a file that another process holds.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from sigma_audit.errors import Refused, StorageError
from sigma_audit.snapshot.shape import PARTIAL, STORAGE, statements

PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700


@dataclass(frozen=True)
class Run:
    """The facts of one run; `taken_at` is filled in when it is sealed. Times are naive UTC."""

    snapshot_id: str
    organization_id: str | None
    base_url: str
    source: str
    collected_by: str | None
    plan: str
    started_at: datetime
    taken_at: datetime | None
    tool_version: str
    schema_version: int
    sql_digest: str


def partial_path(final: Path) -> Path:
    """Where a run for `final` is written until it is sealed."""
    return final.with_name(final.name + PARTIAL)


def private_folder(folder: Path) -> None:
    """Make a folder and those above it that are missing, for the owner only; StorageError."""
    missing = [folder, *folder.parents]
    try:
        for path in reversed([path for path in missing if not path.exists()]):
            path.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)  # another run may make it meanwhile
    except OSError as error:
        raise StorageError(
            f"cannot make the folder {folder}: {error.strerror}", "choose another with --out"
        ) from error


def begin(path: Path, run: Run, endpoint_names: Iterable[str], settings: Mapping[str, str]) -> None:
    """Make the empty working file of a run at `path`; Refused where another process is about to.

    In a folder that is there, and where nobody else begins (`lock.alone`). `settings` is what was
    asked for beside the plan; it stands in `meta.settings`.
    """
    aside = path.with_name(path.name + ".new")
    if aside.exists():
        _clear(aside)
    connection = connect(aside)
    try:
        aside.chmod(PRIVATE_FILE)
        for statement in statements(endpoint_names):
            connection.execute(statement)
        connection.execute(
            f"insert into meta.run values ({', '.join('?' * 11)})", list(astuple(run))
        )
        for name, value in settings.items():
            connection.execute("insert into meta.settings values (?, ?)", [name, value])
        connection.execute("checkpoint")  # closing alone would not say that the disk is full
        connection.close()
        if path.exists():
            raise Refused(f"{path} appeared meanwhile", "another run is writing there")
        aside.rename(path)
    except (duckdb.Error, OSError) as error:
        connection.close()
        _remove(aside)
        raise storage_error(error, path) from error


def _clear(aside: Path) -> None:
    """Remove what a process that was killed at its beginning has left."""
    try:
        duckdb.connect(str(aside), config=STORAGE).close()
    except duckdb.Error as error:
        if "lock" in str(error).lower():
            raise storage_error(error, aside) from error
    _remove(aside)


def _remove(path: Path) -> None:
    """Remove a database and its journal."""
    for file in (path, path.with_name(path.name + ".wal")):
        file.unlink(missing_ok=True)


def connect(path: Path) -> duckdb.DuckDBPyConnection:
    """Open a working file to write; Refused where another run holds it, else StorageError."""
    try:
        connection = duckdb.connect(str(path), config=STORAGE)
        connection.execute("set enable_progress_bar = false")  # it would be drawn on stdout
        # What a killed process laid aside: this one holds the file, so nobody else uses it.
        shutil.rmtree(path.with_name(path.name + ".tmp"), ignore_errors=True)
        return connection
    except duckdb.Error as error:
        raise storage_error(error, path) from error


def storage_error(error: Exception, path: Path) -> StorageError | Refused:
    """Say in a sentence what the disk or the file did."""
    text = str(error).splitlines()[0]
    if "lock" in text.lower():
        return Refused(f"another run is writing {path}", "wait for it, or give --out another file")
    return StorageError(
        f"cannot write {path}: {text}",
        "free some space or choose another place with --out; what was collected is kept",
    )
