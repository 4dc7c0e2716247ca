"""Which snapshots are at hand: the one asked about, and every earlier one of the same organisation.

A file that does not belong is named with the reason and left out. Must never mix organisations, nor
demo data with real data.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sigma_audit.errors import AuditError, NotFound
from sigma_audit.snapshot.store import Snapshot


@dataclass(frozen=True)
class Series:
    """Snapshots of one organisation, oldest first; the last is the one asked about."""

    files: tuple[Path, ...]
    left_out: tuple[tuple[str, str], ...] = ()
    """(file, reason) of what lay beside them and was not read."""

    @property
    def latest(self) -> Path:
        """The snapshot that says what stands now."""
        return self.files[-1]


def _info(path: Path) -> dict[str, Any]:
    with Snapshot.open(path, as_sealed=True) as snapshot:
        return snapshot.info()


def find_series(latest: Path, folder: Path | None = None) -> Series:
    """Find the earlier snapshots in `folder` (default: where `latest` lies); NotFound."""
    if folder is not None and not folder.is_dir():
        raise NotFound(f"there is no folder {folder}", "give the folder of your snapshots")
    info = _info(latest)
    found: dict[str, tuple[datetime, Path]] = {info["snapshot_id"]: (info["taken_at"], latest)}
    left_out: list[tuple[str, str]] = []
    for path in sorted((folder or latest.parent).rglob("*.duckdb")):
        if path.resolve() == latest.resolve():
            continue
        try:
            other = _info(path)
        except AuditError as error:
            left_out.append((str(path), error.sentence))
            continue
        if reason := _stranger(info, other):
            left_out.append((str(path), reason))
        elif other["taken_at"] <= info["taken_at"]:
            found.setdefault(other["snapshot_id"], (other["taken_at"], path))
    del found[info["snapshot_id"]]
    earlier = [path for _, path in sorted(found.values())]
    return Series((*earlier, latest), tuple(left_out))


def _stranger(info: dict[str, Any], other: dict[str, Any]) -> str:
    if other["organization_id"] != info["organization_id"]:
        return "it is of another organisation"
    if other["source"] != info["source"]:
        return "one is demo data, the other is not"
    return ""
