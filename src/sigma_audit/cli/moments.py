"""The options that choose by time: `--as-of DATE`, `--since DATE`, `--between A B`.

Says on stderr which snapshots were chosen of those in the folder, and which files were not read.
Must never choose between organisations, nor decide what access was: files are all it names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sigma_audit.cli.chosen import FOLDER
from sigma_audit.cli.output import narrate
from sigma_audit.errors import ConfigError, NotFound
from sigma_audit.result import Result

if TYPE_CHECKING:
    from sigma_audit.snapshot.series import Chosen
    from sigma_audit.snapshot.shelf import Shelf

Command = TypeVar("Command", bound=Callable[..., Any])
_DAY = re.compile(r"\d{4}-?\d\d-?\d\d")
_LEFT_OUT_SHOWN = 5
_MINUTE = "%Y-%m-%dT%H:%M"


class Moment(click.ParamType):  # type: ignore[type-arg]  # not so in older clicks
    """A day, or a time of a day, in UTC; `is_end` reads a day as its end."""

    name = "date"

    def __init__(self, *, is_end: bool = False) -> None:
        self.is_end = is_end

    def convert(
        self, value: Any, param: click.Parameter | None, context: click.Context | None
    ) -> datetime:
        """Read what was typed."""
        if isinstance(value, datetime):
            return value
        text = str(value).strip()
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            self.fail(f"{value!r} is no date: write 2026-09-30 or 2026-09-30T17:00", param, context)
        if moment.tzinfo is not None:
            moment = moment.astimezone(UTC).replace(tzinfo=None)
        if self.is_end and _DAY.fullmatch(text):
            return datetime.combine(moment, time.max)
        return moment


_BOTH = (Moment(), Moment(is_end=True))


@dataclass(frozen=True)
class Moments:
    """What was asked for: one moment, or a span of time; times are naive UTC."""

    folder: Path = FOLDER
    as_of: datetime | None = None
    since: datetime | None = None
    until: datetime | None = None
    is_folder_named: bool = False
    named: dict[str, Any] = field(default_factory=dict)
    """What was chosen, for the facts of the answer; filled by `file` and `pair`."""

    @property
    def has_span(self) -> bool:
        """Whether a span of time was asked for, not a moment."""
        return self.since is not None or self.until is not None

    def file(self, file: Path | None) -> Path | None:
        """Give the snapshot that `--as-of` asks for, else the one that was named, if any.

        Of a folder that was named with no moment, the latest.
        """
        if self.as_of is None:
            return file or (self._latest() if self.is_folder_named else None)
        if file is not None:
            return self._named(file, self.as_of)
        with self.shelf() as shelf:
            return self._told("as of", self.as_of, self._at(shelf, self.as_of))

    def _latest(self) -> Path:
        with self.shelf() as shelf:
            file = shelf.taken[-1].file
        narrate(f"reading {file}")
        return file

    def _named(self, file: Path, moment: datetime) -> Path:
        """Say how old a named snapshot is at the moment; ConfigError when it is of later."""
        from sigma_audit.snapshot.series import Chosen
        from sigma_audit.snapshot.shelf import Shelf

        with Shelf([file]) as shelf:
            if not shelf.taken:
                return file  # whoever opens it says what is wrong with it
            (one,) = shelf.taken
        if one.taken_at > moment:
            raise ConfigError(
                f"{file} was taken on {one.taken_at} UTC, after --as-of {moment:%Y-%m-%d %H:%M}",
                "leave out --snapshot, and the latest by then is chosen",
            )
        return self._told("as of", moment, Chosen(one))

    def pair(self) -> tuple[Path, Path]:
        """Give the snapshots between which something changed: at `since`, and at `until` or last.

        NotFound when they are one and the same.
        """
        assert self.since is not None
        with self.shelf() as shelf:
            found = self._at(shelf, self.since, or_after=True)
            before = self._told("before", self.since, found)
            last = self.until or shelf.taken[-1].taken_at
            after = self._told("after", last, self._at(shelf, last))
        if before == after:
            raise NotFound(
                f"only one snapshot tells of that time: {after}",
                "choose a longer span, or collect more often",
            )
        return before, after

    def last(self) -> Path:
        """Give the snapshot at the end of the span: at `until`, else the latest of all."""
        with self.shelf() as shelf:
            moment = self.until or shelf.taken[-1].taken_at
            return self._told("at the end", moment, self._at(shelf, moment))

    @contextmanager
    def shelf(self) -> Iterator[Shelf]:
        """Open every snapshot in the folder, and say which files are none."""
        from sigma_audit.snapshot.series import open_shelf

        with open_shelf(self.folder) as shelf:
            for file, reason in shelf.left_out[:_LEFT_OUT_SHOWN]:
                narrate(f"left out: {file}: {reason}")
            if (more := len(shelf.left_out) - _LEFT_OUT_SHOWN) > 0:
                narrate(f"left out: {more:,} more files")
            yield shelf

    def _at(self, shelf: Shelf, moment: datetime, *, or_after: bool = False) -> Chosen:
        from sigma_audit.snapshot.series import at

        return at(shelf.taken, moment, or_after=or_after)

    def _told(self, word: str, moment: datetime, found: Chosen) -> Path:
        """Say which it is, how far from the moment, and what it was preferred to."""
        one = found.taken
        apart = _in_words(abs(moment - one.taken_at))
        side = "after" if found.is_after else "before"
        if found.is_after:
            narrate(f"nothing had been taken by {moment:%Y-%m-%d %H:%M} UTC")
        narrate(
            f"{word} {moment:%Y-%m-%d %H:%M} UTC: {one.file} "
            f"(taken {one.taken_at:%Y-%m-%d %H:%M}, {apart} {side}; {one.plan}, {one.status})"
        )
        for other in found.passed_over:
            narrate(
                f"  it can tell more than the later {other.file} ({other.plan}, {other.status})"
            )
        self.named[word.replace(" ", "_")] = {
            "moment": moment,
            "file": str(one.file),
            "taken_at": one.taken_at,
            f"taken_{side}": apart,
            "plan": one.plan,
            "status": one.status,
            "passed_over": [str(other.file) for other in found.passed_over],
        }
        return one.file

    def told(self, result: Result) -> Result:
        """Add to an answer's facts which files were chosen, and by what."""
        if not self.named:
            return result
        return replace(result, facts={**result.facts, "chosen": self.named})


def _in_words(apart: timedelta) -> str:
    """Say a stretch of time in its two largest units."""
    minutes = int(apart.total_seconds()) // 60
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [
        f"{count} {word}{'s' * (count != 1)}"
        for count, word in ((days, "day"), (hours, "hour"), (minutes, "minute"))
        if count
    ]
    return " and ".join(parts[:2]) or "less than a minute"


def in_time(*, as_of: bool = True, span: bool = True) -> Callable[[Command], Command]:
    """Add --snapshots DIR with --as-of, or --since and --between, or all; given as `moments`."""

    def decorate(command: Command) -> Command:
        @wraps(command)
        def wrapped(**values: Any) -> Any:
            between = values.pop("between", None)
            since, until = values.pop("since", None), None
            moment = values.pop("as_of", None)
            if sum(one is not None for one in (between, since, moment)) > 1:
                raise ConfigError(
                    "--as-of, --since and --between are given together", "give one of them"
                )
            if between is not None:
                since, until = between
                if since > until:
                    raise ConfigError(
                        f"--between {since:{_MINUTE}} {until:{_MINUTE}} ends before it begins",
                        "swap the two",
                    )
            named = values.pop("snapshots")
            chosen_by = Moments(named or FOLDER, moment, since, until, is_folder_named=bool(named))
            return command(**values, moments=chosen_by)

        kind: Any
        for flags, text, kind, metavar, is_wanted in (
            ("--between", "In this time, both days included.", _BOTH, "A B", span),
            ("--since", "Since the beginning of that day.", Moment(), "DATE", span),
            ("--as-of", "As at the end of that day.", Moment(is_end=True), "DATE", as_of),
        ):
            if is_wanted:
                wrapped = click.option(flags, type=kind, metavar=metavar, help=text)(wrapped)
        return click.option(  # type: ignore[return-value]  # the same command with options
            "--snapshots",
            type=click.Path(path_type=Path),
            metavar="DIR",
            help=f"Folder of snapshots to choose from (default: {FOLDER}).",
        )(wrapped)

    return decorate
