"""A scripted year of monthly changes, the quarter first; each with its cause and known effect.

Applied like the quarter, by `quarter.apply`. Must never hold a change of its own: its months do.
"""

from __future__ import annotations

from dataclasses import replace

from sigma_audit.emulator.quarter import QUARTER
from sigma_audit.emulator.quarter_step import Batch
from sigma_audit.emulator.year_2026 import DECEMBER, NOVEMBER, OCTOBER
from sigma_audit.emulator.year_ends import ENDS
from sigma_audit.emulator.year_spring import APRIL, JUNE, MAY
from sigma_audit.emulator.year_winter import FEBRUARY, JANUARY, MARCH


def _whole(month: Batch) -> Batch:
    steps, access = ENDS.get(month.slug, ((), ()))
    return replace(month, steps=(*month.steps, *steps), access=(*month.access, *access))


_MONTHS = (OCTOBER, NOVEMBER, DECEMBER, JANUARY, FEBRUARY, MARCH, APRIL, MAY, JUNE)
LATER: tuple[Batch, ...] = tuple(_whole(month) for month in _MONTHS)
YEAR: tuple[Batch, ...] = (*QUARTER, *LATER)
