"""Dated, signed exceptions from `waivers.toml`: matched to findings, and judged themselves.

A waived finding is still evaluated and keeps its real result beside the waiver. Must never hide a
row, nor drop a waiver in silence: expired, unused, over-broad and self-approved ones are findings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from sigma_audit.check.declared import Key, read, wrong

CHECK = "waivers"
BROAD = 10
_KEYS = {
    **dict.fromkeys(("check", "subject", "reason", "approver"), Key(str, is_required=True)),
    "expires": Key(date, is_required=True),
    "scope": Key(str),
}


@dataclass(frozen=True)
class Waiver:
    """One exception; `subject` is an id or a name, `*` stands for any text in it.

    `scope` narrows it to subjects of one kind; `expires` is the last day it holds.
    """

    file: str
    line: int
    check: str
    subject: str
    reason: str
    approver: str
    expires: date
    scope: str | None = None

    def covers(self, row: Mapping[str, Any]) -> bool:
        """Whether it speaks of this row, expired or not."""
        if self.check != row["check"] or (self.scope and self.scope != row["subject_kind"]):
            return False
        names = {str(row[key] or "").lower() for key in ("subject_id", "subject_name")}
        return any(fnmatchcase(name, self.subject.lower().replace("[", "[[]")) for name in names)


def load(path: Path, checks: Iterable[str]) -> list[Waiver]:
    """Read a waiver file; ConfigError names the line of a check that does not exist."""
    known = set(checks)
    waivers = []
    for entry in read(path, "waiver", _KEYS):
        if entry.get("check") not in known:
            raise wrong(
                entry.file,
                entry.line,
                "check",
                f"there is no check {entry.get('check')!r}",
                "`sigma-audit check --list` names them",
            )
        waivers.append(Waiver(entry.file, entry.line, **entry.values))
    return waivers


def waive(
    rows: list[dict[str, Any]], waivers: list[Waiver], as_of: date
) -> tuple[list[dict[str, Any]], dict[Waiver, list[dict[str, Any]]]]:
    """Lay waivers over rows that do not pass; gives the rows, and what each waiver met.

    The first waiver in force wins; an expired one leaves the row as it is and is named beside it.
    """
    met: dict[Waiver, list[dict[str, Any]]] = {waiver: [] for waiver in waivers}
    laid = []
    for row in rows:
        if row["result"] == "pass":
            laid.append(row)
            continue
        covering = [waiver for waiver in waivers if waiver.covers(row)]
        for waiver in covering:
            met[waiver].append(row)
        in_force = next((waiver for waiver in covering if waiver.expires >= as_of), None)
        named = in_force or next(iter(covering), None)
        laid.append(
            {
                **row,
                "status": "waived" if in_force else row["status"],
                "waiver_reason": named.reason if named else None,
                "waiver_approver": named.approver if named else None,
                "waiver_expires": named.expires if named else None,
            }
        )
    return laid, met


def judge(
    met: Mapping[Waiver, list[dict[str, Any]]],
    as_of: date,
    people: Mapping[str, str],
    checked: set[str],
    broad: int = BROAD,
) -> list[dict[str, Any]]:
    """Give one row a waiver: pass, or what is wrong with it.

    `people` is lower-case e-mail address or id -> member id; `checked` are the checks that ran: a
    waiver of another check cannot be called unused.
    """
    judged = []
    for waiver, rows in met.items():
        faults = _faults(waiver, rows, as_of, people, broad, waiver.check in checked)
        unknown = not faults and waiver.check not in checked
        where = f"{waiver.file}, line {waiver.line}"
        said = f"the waiver of {waiver.check} for {waiver.subject}"
        if faults:
            reason = f"{said} {' and '.join(faults)}"
        elif unknown:
            reason = f"{said} was not put to use: its check was not asked for"
        else:
            reason = f"{said} holds until {waiver.expires} and covers {len(rows)} findings"
        status = "fail" if faults else "not_known" if unknown else "pass"
        judged.append(
            {
                "subject_kind": "waiver",
                "subject_id": where,
                "subject_name": f"{waiver.check}: {waiver.subject}",
                "status": status,
                "reason": reason,
                "approver": waiver.approver,
                "expires": waiver.expires,
                "covered": len(rows),
            }
        )
    return judged


def _faults(
    waiver: Waiver,
    rows: list[dict[str, Any]],
    as_of: date,
    people: Mapping[str, str],
    broad: int,
    is_checked: bool,
) -> list[str]:
    faults = []
    if waiver.expires < as_of:
        faults.append(f"expired on {waiver.expires}")
    if is_checked and not rows:
        faults.append("is unused: no finding matches it")
    if not waiver.subject.strip("*? ") or len(rows) > broad:
        faults.append(f"is over-broad: it covers {len(rows)} findings")
    approver = waiver.approver.lower()
    approver_id = people.get(approver, waiver.approver)
    if any(approver_id in _gainers(row) or approver in _gainers(row) for row in rows):
        faults.append(f"is self-approved: {waiver.approver} benefits from it")
    return faults


def _gainers(row: Mapping[str, Any]) -> set[str]:
    """Who gains from a finding's being waived: its subject, and members its evidence names."""
    named = [row["subject_id"] if row["subject_kind"] == "member" else None]
    named += [value for key, value in row["facts"].items() if key in ("member_id", "owner_id")]
    named += [
        one for key, value in row["facts"].items() if key == "member_ids" for one in value or ()
    ]
    return {str(one) for one in named if one} | {str(one).lower() for one in named if one}
