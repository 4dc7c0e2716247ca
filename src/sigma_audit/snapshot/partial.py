"""The file of a run that is not sealed yet: its name, and how it begins.

It is made aside and renamed: under its own name it is absent or a run that can be resumed, whenever
the process that made it is killed. Must never touch a file that another process holds.
"""

from __future__ import annotations

import contextlib
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from sigma_audit.errors import LibraryError, Refused, StorageError
from sigma_audit.snapshot.frugal import is_memory
from sigma_audit.snapshot.shape import PARTIAL, STORAGE, statements

PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700
_LACKING = re.compile(r"out of memory|allocation failure|bad.alloc|could not allocate", re.I)
_SHORT = (duckdb.OutOfMemoryException, duckdb.IOException, duckdb.FatalException)


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
    try:
        connection = connect(aside)
    except StorageError:
        with contextlib.suppress(OSError):  # what kept it from being made may be in the way here
            remove(aside)
        raise
    try:
        aside.chmod(PRIVATE_FILE)
        fill(connection, run, endpoint_names, settings)
        connection.execute("checkpoint")  # closing alone would not say that the disk is full
        connection.close()
        if path.exists():
            raise Refused(f"{path} appeared meanwhile", "another run is writing there")
        _journal(path).unlink(missing_ok=True)  # of a run that was removed, but for this
        aside.rename(path)
    except (duckdb.Error, OSError) as error:
        connection.close()
        remove(aside)
        raise storage_error(error, path) from error


def fill(
    connection: duckdb.DuckDBPyConnection,
    run: Run,
    endpoint_names: Iterable[str],
    settings: Mapping[str, str],
) -> None:
    """Make the tables of a run in an empty database, and write down what it is."""
    for statement in statements(endpoint_names):
        connection.execute(statement)
    connection.execute(f"insert into meta.run values ({', '.join('?' * 11)})", list(astuple(run)))
    for name, value in settings.items():
        connection.execute("insert into meta.settings values (?, ?)", [name, value])


def _clear(aside: Path) -> None:
    """Remove what a process that was killed at its beginning has left."""
    try:
        duckdb.connect(str(aside), config=STORAGE).close()
    except duckdb.Error as error:
        if is_locked(error):
            raise storage_error(error, aside) from error
    remove(aside)


def remove(path: Path) -> None:
    """Remove a database and its journal."""
    for file in (path, _journal(path)):
        file.unlink(missing_ok=True)


def _journal(path: Path) -> Path:
    return path.with_name(path.name + ".wal")


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


@contextlib.contextmanager
def storing(path: Path) -> Iterator[None]:
    """Raise what the disk or the memory did inside as what it means for the file; StorageError."""
    try:
        yield
    except LibraryError as error:  # it names the query, and the query is not to blame
        if not isinstance(error.__cause__, _SHORT):
            raise
        raise storage_error(error.__cause__, path) from error
    except (duckdb.Error, OSError) as error:
        raise storage_error(error, path) from error


def storage_error(error: Exception, path: Path) -> StorageError | Refused:
    """Say in a sentence what the disk or the file did."""
    lines = str(error).splitlines()
    # What undoes a write that lacked memory may lack it too, and says so further down.
    lacking = [line for line in lines if _LACKING.search(line)]
    text = (lacking or lines)[0]
    if is_memory(error) or lacking:
        return StorageError(
            f"not enough memory, or room for temporary files beside it, to write {path}: {text}",
            "give it more of it and continue with --resume; what was collected is kept",
        )
    if is_locked(error):
        return Refused(f"another run is writing {path}", "wait for it, or give --out another file")
    return StorageError(
        f"cannot write {path}: {text}",
        "free some space or choose another place with --out; what was collected is kept",
    )


def is_locked(error: Exception) -> bool:
    """Say whether another process holds the file."""
    return re.search(r"\block\b", str(error)) is not None  # a "block" is another matter
