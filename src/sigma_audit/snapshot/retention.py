"""Which snapshots a rule of retention keeps, which may go, and why; and taking away what may go.

Must never let go of the newest complete snapshot, of the only copy that something refers to, or of
a file that it cannot read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sigma_audit.errors import ConfigError, Refused, StorageError
from sigma_audit.snapshot.checksum import checksum_path
from sigma_audit.snapshot.series import telling_most
from sigma_audit.snapshot.shelf import Taken

KEEP, GO = "keep", "go"
# A rule's word -> what names the stretch of time of which one snapshot is kept.
_STRETCHES: Mapping[str, Callable[[datetime], str]] = {
    "daily": lambda moment: f"{moment:%Y-%m-%d}",
    "weekly": lambda moment: f"week {moment:%G-%V}",
    "monthly": lambda moment: f"{moment:%Y-%m}",
    "yearly": lambda moment: f"{moment:%Y}",
}
_READ_AT_MOST = 50_000_000  # bytes of a file in which references are looked for


@dataclass(frozen=True)
class Verdict:
    """What becomes of one file; `reason` says why, in words."""

    file: Path
    taken: Taken | None
    verdict: str
    reason: str


def rules(text: str) -> dict[str, int]:
    """Read `daily:30,weekly:12`: how many of which stretches of time keep one snapshot each."""
    found: dict[str, int] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        word, _, count = part.partition(":")
        if word not in (*_STRETCHES, "last") or not count.isdigit() or word in found:
            raise ConfigError(
                f"--keep {part!r} is no rule",
                f"write daily:30,weekly:12,monthly:24; words: last, {', '.join(_STRETCHES)}",
            )
        found[word] = int(count)
    if not any(found.values()):
        raise ConfigError("--keep keeps nothing", "write daily:30,weekly:12,monthly:24")
    return found


def judge(
    taken: Sequence[Taken],
    copies: Mapping[Path, Path],
    unreadable: Iterable[tuple[Path, str]],
    keep: Mapping[str, int],
    referred: Mapping[str, Sequence[str]],
) -> list[Verdict]:
    """Decide about every file, organisation by organisation, the latest first.

    `copies`: a further copy -> the file it is one of. `referred`: snapshot id -> what names it.
    """
    found: list[Verdict] = []
    for whose in sorted({(one.organization_id, one.source) for one in taken}):
        own = [one for one in taken if (one.organization_id, one.source) == whose]
        own.sort(key=lambda one: (one.taken_at, one.snapshot_id), reverse=True)
        reasons = _reasons(own, keep, referred)
        for one in own:
            why = reasons[one.snapshot_id]
            verdict = KEEP if why else GO
            found.append(Verdict(one.file, one, verdict, "; ".join(why) or "no rule keeps it"))
    for file, kept in sorted(copies.items()):
        one = next(one for one in taken if one.file == kept)
        found.append(Verdict(file, one, GO, f"it is a copy of {kept}"))
    found += [
        Verdict(file, None, KEEP, f"not judged: {reason}") for file, reason in sorted(unreadable)
    ]
    # A copy goes only beside the one that stays.
    staying = {one.file for one in found if one.verdict == KEEP}
    return [
        one
        if one.file not in copies or copies[one.file] in staying
        else Verdict(one.file, one.taken, GO, f"no rule keeps it, nor {copies[one.file]}")
        for one in found
    ]


def _reasons(
    own: Sequence[Taken], keep: Mapping[str, int], referred: Mapping[str, Sequence[str]]
) -> dict[str, list[str]]:
    """Say of each snapshot of one organisation, the latest first, what keeps it."""
    reasons: dict[str, list[str]] = {one.snapshot_id: [] for one in own}
    for number, one in enumerate(own[: keep.get("last", 0)], 1):
        reasons[one.snapshot_id].append(f"last {number} of {keep['last']}")
    for word, name_of in _STRETCHES.items():
        stretches: dict[str, list[Taken]] = {}
        for one in own:
            stretches.setdefault(name_of(one.taken_at), []).append(one)
        for number, (name, within) in enumerate(stretches.items(), 1):
            if number > keep.get(word, 0):
                break
            best = telling_most(within)
            reasons[best.snapshot_id].append(f"{word} {number} of {keep[word]}: {name}")
    newest = next((one for one in own if one.status == "complete"), None)
    if newest is not None:
        reasons[newest.snapshot_id].append("it is the newest complete one")
    elif own:
        reasons[own[0].snapshot_id].append("it is the newest, and none is complete")
    for one in own:
        for name in referred.get(one.snapshot_id, ()):
            reasons[one.snapshot_id].append(f"{name} refers to it")
    return reasons


def references(taken: Sequence[Taken], places: Iterable[Path]) -> dict[str, list[str]]:
    """Find which snapshots some file refers to, by id or by file name; StorageError.

    Every file of the places is read as it is; snapshots themselves are not looked into.
    """
    found: dict[str, list[str]] = {}
    files = {
        file
        for place in places
        for file in ([place] if place.is_file() else place.rglob("*"))
        if file.is_file() and ".duckdb" not in file.name
    }
    for file in sorted(files):
        try:
            if file.stat().st_size > _READ_AT_MOST:
                raise StorageError(
                    f"{file} is too large to look for references in", "name a smaller one"
                )
            body = file.read_bytes()
        except OSError as error:
            raise StorageError(
                f"{file} cannot be read, so what it refers to is not known: {error.strerror}",
                "make it readable; nothing was deleted",
            ) from error
        for one in taken:
            if one.snapshot_id.encode() in body or one.file.name.encode() in body:
                found.setdefault(one.snapshot_id, []).append(str(file))
    return found


def take_away(verdicts: Sequence[Verdict]) -> int:
    """Delete what may go, its checksum with it; gives the bytes freed. StorageError names a file.

    Refused, before anything is deleted, when what is to go has changed since it was judged.
    """
    going = [one for one in verdicts if one.verdict == GO]
    for one in going:
        if not one.file.is_file() or one.file.is_symlink():
            raise Refused(
                f"{one.file} is not the file that was judged", "nothing was deleted; list again"
            )
    freed = 0
    for one in going:
        try:
            freed += one.file.stat().st_size
            one.file.unlink()
            checksum_path(one.file).unlink(missing_ok=True)
        except OSError as error:
            raise StorageError(
                f"{one.file} cannot be deleted: {error.strerror}", "what stands above it is gone"
            ) from error
    return freed
