"""Which snapshots are at hand, and which of them a moment or a span of time asks for.

A file that cannot be read or does not belong is named with the reason and left out. Must never mix
organisations, nor demo data with real data.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path

from sigma_audit.errors import NotFound
from sigma_audit.snapshot.shelf import Shelf, Taken
from sigma_audit.snapshot.store import Snapshot

_ELSEWHERE = "take one with `sigma-audit collect`, or name a folder with --snapshots DIR"
# Of one day's snapshots, the plan that can tell most comes first.
_PLANS = ("full", "standard", "objects", "principals")


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


@dataclass(frozen=True)
class Chosen:
    """The snapshot that a moment asks for; `passed_over` are later ones of its day that tell less.

    `is_after` when nothing had been taken by then, and the first one after it has to do.
    """

    taken: Taken
    passed_over: tuple[Taken, ...] = ()
    is_after: bool = False


def sealed_paths(folder: Path) -> list[Path]:
    """Every `.duckdb` file under a folder, by name; NotFound when there is none."""
    if not folder.is_dir():
        raise NotFound(f"there is no folder {folder}", _ELSEWHERE)
    found = sorted(folder.rglob("*.duckdb"), key=lambda path: (path.name, str(path)))
    if not found:
        raise NotFound(
            f"there is no snapshot under {folder}/",
            _ELSEWHERE,
        )
    return found


def open_shelf(folder: Path, *, stay_open: int | None = None) -> Shelf:
    """Open every snapshot under a folder; Refused when they are not of one organisation.

    `stay_open` as a `Shelf` takes it.
    """
    shelf = Shelf(sealed_paths(folder), stay_open=stay_open)
    try:
        if not shelf.taken:
            reasons = tuple(shelf.left_out)
            raise NotFound(f"no file under {folder}/ is a snapshot", "see above", reasons)
        shelf.refuse_mixture()
    except BaseException:
        shelf.__exit__()
        raise
    return shelf


def at(taken: Sequence[Taken], moment: datetime, *, or_after: bool = False) -> Chosen:
    """Give the latest snapshot taken at or before a moment (naive UTC).

    Of a whole day (the moment is its first or last), the one of the same day that can tell most:
    complete before incomplete, then by plan, then the latest. NotFound where nothing had been taken
    yet, unless the first after it will do.
    """
    by_then = [one for one in taken if one.taken_at <= moment]
    if not by_then:
        if or_after and taken:
            return Chosen(taken[0], is_after=True)
        first = (
            f"the first is of {taken[0].taken_at:%Y-%m-%d %H:%M} UTC"
            if taken
            else "there is none at all"
        )
        raise NotFound(f"no snapshot was taken by {moment:%Y-%m-%d %H:%M} UTC", first)
    if moment.time() not in (time.min, time.max):
        return Chosen(by_then[-1])
    day = by_then[-1].taken_at.date()
    same_day = [one for one in by_then if one.taken_at.date() == day]
    best = telling_most(same_day)
    return Chosen(best, tuple(one for one in same_day if one.taken_at > best.taken_at))


def telling_most(taken: Sequence[Taken]) -> Taken:
    """Give the one that can tell most: a complete one first, then by plan, then the latest."""
    return max(taken, key=_weight)


def _weight(one: Taken) -> tuple[bool, int, datetime]:
    plan = _PLANS.index(one.plan) if one.plan in _PLANS else len(_PLANS)
    return (one.status == "complete", -plan, one.taken_at)


def within(
    taken: Sequence[Taken], start: datetime | None, end: datetime | None
) -> tuple[Taken, ...]:
    """Give those of a span of time, with the nearest before and after it, which bound it."""
    first, last = 0, len(taken)
    for number, one in enumerate(taken):
        if start is not None and one.taken_at <= start:
            first = number
        if end is not None and one.taken_at > end:
            last = number + 1
            break
    return tuple(taken[first:last])


def known_by(taken: Sequence[Taken], moment: datetime) -> tuple[Taken, ...]:
    """Give those taken by a moment (naive UTC), as if it were now; NotFound when there is none."""
    at(taken, moment)  # says which is the first
    return tuple(one for one in taken if one.taken_at <= moment)


def find_series(latest: Path, folder: Path | None = None) -> Series:
    """Find the earlier snapshots in `folder` (default: where `latest` lies); NotFound.

    Those of another organisation or source are left out: `latest` says whose are asked about.
    """
    if folder is not None and not folder.is_dir():
        raise NotFound(
            f"there is no folder {folder}", "name the folder of your snapshots with --history"
        )
    others = [
        path
        for path in sorted((folder or latest.parent).rglob("*.duckdb"))
        if path.resolve() != latest.resolve()
    ]
    Snapshot({"snapshot": latest}, as_sealed=True).__exit__()  # says what is wrong with it
    with Shelf([latest, *others]) as shelf:
        info = next(one for one in shelf.taken if one.file == latest)
        left_out = list(shelf.left_out)
        earlier: list[Path] = []
        for one in shelf.taken:
            if reason := _stranger(info, one):
                left_out.append((str(one.file), reason))
            elif one is not info and one.taken_at <= info.taken_at:
                earlier.append(one.file)
    return Series((*earlier, latest), tuple(left_out))


def _stranger(info: Taken, other: Taken) -> str:
    if other.organization_id != info.organization_id:
        return "it is of another organisation"
    if other.source != info.source:
        return "one is demo data, the other is not"
    return ""
