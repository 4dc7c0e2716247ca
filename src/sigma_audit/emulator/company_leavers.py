"""What HR of the company has to say of the quarter: who left, who is there, who is called what.

Written as an HR system exports it, with everything that makes such a file hard to read. Must never
be read by what it tests: it is files, not objects.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from sigma_audit.emulator.org import Org

_HEADINGS = ("Personnel no", "Work e-mail", "Employee", "Last working day", "Rehired on", "Remark")
# The remark says what a reader of the demo should see; nobody else reads it.
_LINES = (
    ("1007", "Ruth.Abernathy@Halcyon.Example", "Ruth Abernathy", "2026-06-30", "",
        "archived in time"),
    ("1031", "tomas.ferreira@halcyon.example", "Tomás Ferreira", "2026-06-30", "",
        "switched off by the directory, in time"),
    ("1052", "henrik.lund@halcyon.example", "Henrik Lund", "2026-08-10", "", "archived late"),
    ("1060", "marek.novotny@halcyon.example", "Marek Novotný", "2026-07-31", "",
        "switched off between two snapshots"),
    ("1064", "jose.nunez@halcyon.example", "José Núñez", "2026-05-15", "",
        "archived before the first snapshot"),
    ("1071", "chidi.okoro+hr@halcyon.example", "Chidi Okoro", "2026-09-20", "",
        "still active; HR writes a plus-address"),
    ("1074", "bastien.roux@halcyon.example", "Bastien Roux", "2026-09-15", "", "still active"),
    ("1074", "bastien.roux@halcyon.example", "Bastien Roux", "2026-09-15", "", "listed twice"),
    ("1080", "milan.weiss@halcyon.example", "Milan Weiss", "2026-09-29", "",
        "a former name in Sigma; due a day after the last snapshot's"),
    ("1083", "", "Sofia Lindgren", "2026-10-15", "", "known by number only, and not gone yet"),
    ("1085", "oksana.bilyk@halcyon.example", "Oksana Bilyk", "2026-11-30", "",
        "in other case in Sigma, an Admin, and not gone yet"),
    ("1088", "priya.raman@halcyon.example", "Priya Raman", "2026-03-31", "2026-04-15", "came back"),
    ("1090", "greta.holm@halcyon.example", "Greta Holm", "2026-02-28", "", "left once"),
    ("1090", "greta.holm@halcyon.example", "Greta Holm", "2026-12-31", "", "and will leave again"),
    ("1093", "casper.nyberg@halcyon.example", "Casper Nyberg", "2026-08-31", "", "no account"),
)  # fmt: skip
_ALIASES = (
    ("milan.weiss@halcyon.example", "milan.horak@halcyon.example"),
    ("1083", "sofia.lindgren@halcyon.example"),
)
# Active, and nobody at HR has heard of them.
_UNHEARD_OF = ("karim.nasser@halcyon.example", "yusuf.demir@halcyon.example")
_GONE = tuple(email.lower() for _, email, _, day, *_ in _LINES if day <= "2026-09-30" and email)


def leavers_file() -> str:
    """Write the list of leavers as CSV."""
    return _csv(_HEADINGS, _LINES)


def aliases_file() -> str:
    """Write which names are one person's as CSV."""
    return _csv(("person", "account"), _ALIASES)


def roster_file(org: Org) -> str:
    """Write whom HR knows to be employed at the end of the quarter as CSV: nobody from outside."""
    people = [
        (member.email, f"{member.first_name} {member.last_name}")
        for member in org.members.values()
        if member.user_kind == "internal"
        and not member.is_archived
        and not member.is_inactive
        and member.email.lower() not in (*_GONE, *_UNHEARD_OF)
    ]
    back = [("priya.raman@halcyon.example", "Priya Raman")]
    return _csv(("Work e-mail", "Employee"), sorted([*people, *back]))


def _csv(headings: tuple[str, ...], lines: Iterable[tuple[str, ...]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows(lines)
    return out.getvalue()
