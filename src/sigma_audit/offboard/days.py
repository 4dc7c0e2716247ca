"""Reads the days of an HR file, however its country writes them, and never guesses between two.

A column is read as a whole: one day that only reads one way settles all the others. Must never take
a day that could be two, nor a year of two digits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from sigma_audit.offboard.sheet import Sheet

DAY_FIRST, MONTH_FIRST = "day-first", "month-first"
_CLEAR = (
    *("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%d.%m.%Y"),
    *("%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%d-%B-%Y", "%B %d, %Y", "%b %d, %Y", "%d. %B %Y"),
)
_TWO_WAYS = {
    DAY_FIRST: ("%d/%m/%Y", "%d-%m-%Y"),
    MONTH_FIRST: ("%m/%d/%Y", "%m-%d-%Y"),
}
Cell = tuple[int, str]


def read_days(
    sheet: Sheet, heading: str, cells: Sequence[Cell], order: str | None = None
) -> list[date | None]:
    """Give a day a cell, None for an empty one; `cells` are (line, text), `order` settles 3/4/2026.

    ConfigError names file, line and column of the first that is no day, or could be two.
    """
    readings = [(line, text, _readings(text)) for line, text in cells]
    for line, text, found in readings:
        if text and not found:
            raise sheet.wrong(
                line, heading, f"{text!r} is not a day", "write days as 2026-08-31, 31.08.2026 …"
            )
    if order is None:
        order = _settled(found for _, _, found in readings)
    days: list[date | None] = []
    for line, text, found in readings:
        if not text:
            days.append(None)
        elif len(set(found.values())) == 1:
            days.append(next(iter(found.values())))
        elif order in found:
            days.append(found[order])
        else:
            one, two = found[DAY_FIRST], found[MONTH_FIRST]
            raise sheet.wrong(
                line,
                heading,
                f"{text!r} could be {one:%-d %B} or {two:%-d %B} {one.year}",
                f"say which with --dates {DAY_FIRST} or --dates {MONTH_FIRST}",
            )
    return days


def _settled(found: Iterable[Mapping[str, date]]) -> str | None:
    """Say which order a whole column must be in: that of a day past the twelfth."""
    only = {next(iter(one)) for one in found if len(one) == 1}
    orders = only & _TWO_WAYS.keys()
    return orders.pop() if len(orders) == 1 else None


def _readings(text: str) -> dict[str, date]:
    """Every way to read a cell as a day: order -> day; a time of day after it is dropped."""
    bare = text.replace("T", " ") if text[:4].isdigit() else text
    candidates = {text, bare.split(" ")[0] if ":" in bare else text}
    found: dict[str, date] = {}
    for candidate in candidates:
        for form in _CLEAR:
            if day := _parsed(candidate, form):
                return {"clear": day}
        for order, forms in _TWO_WAYS.items():
            for form in forms:
                if day := _parsed(candidate, form):
                    found[order] = day
    return found


def _parsed(text: str, form: str) -> date | None:
    try:
        day = datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None
    return day if day.year >= 1900 else None
