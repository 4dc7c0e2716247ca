"""Draws a section's rows: measures alone, which `reports/_picture.html` sets as inline SVG.

A picture says nothing that the table beside it does not, and says how many rows it leaves to that
table. Must never compute a figure: it only measures out the numbers it is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sigma_audit.document import Picture
from sigma_audit.render.cells import text
from sigma_audit.render.laid import shown, slug
from sigma_audit.result import Result

DOTS = 40  # points of a line, above which dots would hide it
BARS, LANES = 16, 14  # what a reader takes in at a glance; the rest stands in the table
WIDTH, NOTCH = 100.0, 3  # a bar's units, and the digits kept of them
BOX, GAP, PITCH, HEIGHT, LETTERS = 208, 34, 44, 36, 31  # a lane's box, in pixels and letters


@dataclass(frozen=True)
class Part:
    """A piece of a bar: where it begins and ends, its class and what it says."""

    x: float
    width: float
    kind: str
    name: str
    value: str


@dataclass(frozen=True)
class Bar:
    """One row of bars: its name, its parts, all of it in words."""

    name: str
    parts: tuple[Part, ...]
    total: str
    said: str


@dataclass(frozen=True)
class Growth:
    """One figure over time: lines in a box of 100 by 32, first and last value, all in words.

    There is a line more for each stretch that is not known; many points are not dotted.
    """

    name: str
    lines: tuple[tuple[tuple[float, float], ...], ...]
    is_dotted: bool
    first: str
    last: str
    said: str


@dataclass(frozen=True)
class Box:
    """One step of a lane: its place, its text cut to fit, and the whole of it."""

    x: int
    y: int
    text: str
    small: str
    whole: str


@dataclass(frozen=True)
class Drawing:
    """A picture measured out; `left` of its rows are in the table alone."""

    kind: str
    said: str
    left: int
    total: int
    bars: tuple[Bar, ...] = ()
    legend: tuple[tuple[str, str], ...] = ()
    growths: tuple[Growth, ...] = ()
    boxes: tuple[Box, ...] = ()
    edges: tuple[tuple[int, int, int, int], ...] = ()
    width: int = 0
    height: int = 0


def draw(picture: Picture, result: Result) -> Drawing | None:
    """Measure a picture out; None where there is nothing to draw."""
    rows = result.records()
    if not rows:
        return None
    return {"stacked": _stacked, "growth": _growth, "lanes": _lanes}[picture.kind](picture, rows)


def _groups(
    rows: Iterable[Mapping[str, Any]], key: str
) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """Gather rows by a column, in the order of their first; two ids of one name stay two."""
    found: dict[tuple[str, ...], list[Mapping[str, Any]]] = {}
    for row in rows:
        ids = (text(value) for name, value in row.items() if name.endswith("_id"))
        found.setdefault((shown(row[key]), *ids), []).append(row)
    return [(said[0], group) for said, group in found.items()]


def _stacked(picture: Picture, rows: Sequence[Mapping[str, Any]]) -> Drawing:
    """Draw a bar a thing, a part a kind; the longest bars when there are many."""
    of, part, value = (picture.roles[role] for role in ("of", "part", "value"))
    groups = _groups(rows, of)
    summed = [(sum(row[value] for row in group), name, group) for name, group in groups]
    longest = sorted(summed, key=lambda one: -one[0])[:BARS]
    full = longest[0][0] or 1
    bars = []
    for total, name, group in longest:
        parts, x = [], 0.0
        for row in group:
            width = round(WIDTH * row[value] / full, NOTCH)
            parts.append(
                Part(round(x, NOTCH), width, slug(row[part]), shown(row[part]), shown(row[value]))
            )
            x += width
        said = ", ".join(f"{one.name} {one.value}" for one in parts)
        bars.append(Bar(name, tuple(parts), shown(total), f"{name}: {said}"))
    kinds = {one.kind: one.name for bar in bars for one in bar.parts}
    return Drawing(
        "stacked", picture.said, len(groups) - len(bars), len(groups),
        bars=tuple(bars), legend=tuple(kinds.items()),
    )  # fmt: skip


def _growth(picture: Picture, rows: Sequence[Mapping[str, Any]]) -> Drawing:
    """Draw a line a figure, from nothing up, so that a small change looks small.

    Points stand where their days do; where a value is null the line breaks.
    """
    of, at, value = (picture.roles[role] for role in ("of", "at", "value"))
    growths = []
    for name, group in _groups(rows, of):
        known = [row for row in group if row[value] is not None]
        if not known:
            continue
        full = max(row[value] for row in known) or 1
        places = _places([row[at] for row in group])
        lines: list[list[tuple[float, float]]] = [[]]
        for x, row in zip(places, group, strict=True):
            if row[value] is None:
                lines.append([])
            else:
                lines[-1].append((x, round(30 - 26 * row[value] / full, 1)))
        said = ", ".join(
            f"{'not known' if row[value] is None else shown(row[value])} on {shown(row[at])}"
            for row in group
        )
        first, last = shown(known[0][value]), shown(known[-1][value])
        kept = tuple(tuple(line) for line in lines if line)
        growths.append(Growth(name, kept, len(group) <= DOTS, first, last, f"{name}: {said}"))
    return Drawing("growth", picture.said, 0, len(growths), growths=tuple(growths))


def _places(days: Sequence[Any]) -> list[float]:
    """Give each day its place between 2 and 98, as far apart as the days are."""
    if not all(isinstance(day, date) for day in days):  # a moment is a date, too
        apart = 96.0 / max(len(days) - 1, 1)
        return [round(2 + number * apart, 1) for number in range(len(days))]
    width = (days[-1] - days[0]).total_seconds() or 1.0
    return [round(2 + 96.0 * (day - days[0]).total_seconds() / width, 1) for day in days]


def _lanes(picture: Picture, rows: Sequence[Mapping[str, Any]]) -> Drawing:
    """Draw each row as a lane of boxes; neighbours that say the same are one box."""
    drawn = rows[:LANES]
    steps = [picture.roles[role] for role in ("first", "second", "third", "fourth")]
    boxes: list[Box] = []
    centres: list[list[int]] = []  # step -> lane -> middle of its box
    for number, step in enumerate(steps):
        says = [(shown(row[step]), shown(row[f"{step}_note"])) for row in drawn]
        middles: list[int] = []
        for lane, said in enumerate(says):
            if lane and says[lane - 1] == said:
                continue
            end = next((at for at in range(lane, len(says)) if says[at] != said), len(says))
            y = (lane + end - 1) * PITCH // 2
            boxes.append(_box(number * (BOX + GAP), y, *said))
            middles += [y + HEIGHT // 2] * (end - lane)
        centres.append(middles)
    edges = {
        (left + BOX, centres[step][lane], left + BOX + GAP, centres[step + 1][lane])
        for step in range(len(steps) - 1)
        for left in (step * (BOX + GAP),)
        for lane in range(len(drawn))
    }
    return Drawing(
        "lanes", picture.said, len(rows) - len(drawn), len(rows),
        boxes=tuple(boxes), edges=tuple(sorted(edges)),
        width=len(steps) * BOX + (len(steps) - 1) * GAP,
        height=(len(drawn) - 1) * PITCH + HEIGHT,
    )  # fmt: skip


def _box(x: int, y: int, said: str, small: str) -> Box:
    """Make a box, its text and small print cut to fit."""
    return Box(x, y, _cut(said), _cut(small), ", ".join(filter(None, (said, small))))


def _cut(said: str) -> str:
    """Cut a text to what fits a box; its title has the whole."""
    return said if len(said) <= LETTERS else said[: LETTERS - 1] + "…"
