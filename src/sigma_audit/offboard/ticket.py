"""The answer as Markdown for a ticket: a line a leaver, then what is to do for each, to tick off.

Must never decide anything, nor let a name from the organisation act as markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sigma_audit.result import Result

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~!@&])")
_SAID = ("reason", "cadence", "status_meaning")
_COUNTS = ("direct_grants", "team_grants", "teams", "owned", "team_admin_of")


def marked(value: object) -> str:
    """Give text in which nothing is markup, a mention or a new line."""
    return _MARKUP.sub(r"\\\1", " ".join(str("" if value is None else value).split()))


def ticket(leavers: Result, unknown: Result | None) -> str:
    """Write the ticket: what it rests on, the table, each leaver's checklist, unknown accounts."""
    parts = [*_head(leavers), *_leavers(leavers)]
    parts += ["", *_unknown(unknown)] if unknown is not None else []
    return "\n".join(parts) + "\n"


def unknown_ticket(unknown: Result) -> str:
    """Write a ticket of the accounts that HR does not know, and nothing else."""
    return "\n".join(_unknown(unknown)) + "\n"


def _head(leavers: Result) -> Iterator[str]:
    facts = leavers.facts
    records = leavers.records()
    still = [record for record in records if record["still_has_access"]]
    yield "# Offboarding"
    yield ""
    if facts["source"] == "emulator":
        yield "**Demo data: a fictional organisation.**"
        yield ""
    yield (
        f"As of {facts['taken_at']:%-d %B %Y, %H:%M} UTC, {facts['status']} snapshot "
        f"`{facts['snapshot_id']}` of organisation `{facts['organization_id']}`."
    )
    verdicts = [record["verdict"] for record in records]
    counted = ", ".join(
        f"{verdicts.count(word)} {word.replace('_', ' ')}"
        for word in ("met", "missed", "cannot_tell")
    )
    yield (
        f"{len(records)} on the list, access to end within {facts['parameters']['within_hours']} "
        f"hours: {counted}. **{len(still)} still {'has' if len(still) == 1 else 'have'} access.**"
    )
    if facts["not_collected"]:
        yield f"Not collected: {', '.join(facts['not_collected'])}."
    yield ""


def _leavers(leavers: Result) -> Iterator[str]:
    records = leavers.records()
    yield (
        "| leaver | account | verdict | " + " | ".join(c.replace("_", " ") for c in _COUNTS) + " |"
    )
    yield "|---|---|---|" + "--:|" * len(_COUNTS)
    for record in records:
        cells = [record["email"] or record["name"], record["status"] or "not found"]
        cells += [record["verdict"].replace("_", " "), *(_count(record, key) for key in _COUNTS)]
        yield "| " + " | ".join(map(marked, cells)) + " |"
    steps: dict[str, list[Mapping[str, Any]]] = {}
    for step in leavers.facts["checklist"]:
        steps.setdefault(step["account_key"], []).append(step)
    for record in records:
        yield ""
        yield f"## {marked(record['name'])} ({marked(record['email'] or record['employee_id'])})"
        yield ""
        yield " ".join(marked(record[key]) for key in _SAID if record[key])
        if record["heirs"]:
            yield ""
            yield from (f"- {marked(sentence)}" for sentence in record["heirs"])
        if found := steps.get(record["account_key"]):
            yield ""
            yield from (f"- [ ] {marked(one['sentence'])} {_code(one)}" for one in found)


def _code(step: Mapping[str, Any]) -> str:
    """Write the request that does a step, or its id, as code."""
    return "`" + " ".join(str(step["call"] or step["subject_id"]).replace("`", "'").split()) + "`"


def _count(record: Mapping[str, Any], key: str) -> str:
    """Write a count, with a sign where more may stand; a dash where nothing can be said."""
    if record[key] is None:
        return "–"
    return f"{record[key]}" + ("+" if record["counts_certainty"] == "at_least" else "")


def _unknown(unknown: Result) -> Iterator[str]:
    yield f"## Active accounts that HR does not know: {len(unknown.rows)}"
    yield ""
    for record in unknown.records():
        who = f"{marked(record['email'])} ({marked(record['name'])})"
        yield f"- [ ] {who}: {marked(record['reason'])}"
