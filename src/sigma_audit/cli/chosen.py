"""Which snapshot a question is put to: the one named, else the latest under `./snapshots`.

Says on stderr which it was. Must never choose between organisations: several are an error that
lists them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sigma_audit.cli.output import describe, narrate
from sigma_audit.errors import NotFound

if TYPE_CHECKING:
    from sigma_audit.snapshot.store import Snapshot

FOLDER = Path("snapshots")


def latest(folder: Path = FOLDER) -> Path:
    """Give the latest sealed file of the only organisation there; NotFound otherwise.

    Files lie as `<organisation id>/<UTC time>.duckdb`, so that the last name is the latest.
    """
    found = sorted(folder.glob("*/*.duckdb"), key=lambda path: path.name)
    if not found:
        raise NotFound(
            f"there is no snapshot under {folder}/",
            "take one with `sigma-audit collect`, name one with --snapshot FILE, "
            "or look around with `sigma-audit demo`",
        )
    by_organisation = {path.parent.name: path for path in found}
    if len(by_organisation) > 1:
        raise NotFound(
            f"{folder}/ holds snapshots of {len(by_organisation)} organisations",
            "say which with --snapshot FILE; the latest of each is listed above",
            tuple((name, str(path)) for name, path in sorted(by_organisation.items())),
        )
    return found[-1]


def chosen(file: Path | None) -> Path:
    """Give the file that was named, else the latest, which is then named on stderr."""
    if file is not None:
        return file
    path = latest()
    narrate(f"reading {path}")
    return path


@contextmanager
def opened(file: Path | None) -> Iterator[Snapshot]:
    """Open the chosen snapshot for questions, and say on stderr what kind of one it is."""
    from sigma_audit.snapshot.store import Snapshot

    with Snapshot.open(chosen(file)) as snapshot:
        narrate(describe(snapshot.info()))
        yield snapshot
