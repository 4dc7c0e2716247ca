"""What checks need from outside the snapshot: declared files, an audit log, an earlier snapshot.

Each becomes tables of the schema `input`, empty where nothing was given, so that a check can tell
"none" from "not told". Must never judge: what a row of these means is said in `sql/checks/`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sigma_audit.check.declared import Entry, Key, read, wrong
from sigma_audit.library import Library
from sigma_audit.snapshot.inputs import Columns, InputFile, InputTable
from sigma_audit.snapshot.store import Snapshot

_LOG: Columns = (
    ("happened_at", "TIMESTAMP"),
    ("email", "VARCHAR"),
    ("member_id", "VARCHAR"),
    ("category", "VARCHAR"),
    ("event", "VARCHAR"),
    ("status", "VARCHAR"),
    ("object", "VARCHAR"),
)
# Friendly names of Sigma's audit log where they are documented, and what exports make of them.
_HEADINGS = {
    "happened_at": (
        "happened at",
        "time",
        "timestamp",
        "event time",
        "event timestamp",
        "created at",
    ),
    "email": ("User Email", "email", "actor email", "user"),
    "member_id": ("member id", "user id"),
    "category": ("Event Type", "category", "event category", "type"),
    "event": ("event", "event name", "action"),
    "status": ("Event Status", "status"),
    "object": ("Object Name", "object", "object id", "document id"),
}
_TEXT = "VARCHAR"
SHAPES: Mapping[str, Columns] = {
    "log": _LOG,
    "sensitive": (
        ("rule", _TEXT),
        ("pattern", _TEXT),
        ("maximum", _TEXT),
        ("is_external_allowed", "BOOLEAN"),
        ("line", "INTEGER"),
    ),
    "sensitive_people": (("rule", _TEXT), ("kind", _TEXT), ("name", _TEXT)),
    "duties": (
        ("pair", _TEXT),
        ("side", _TEXT),
        ("kind", _TEXT),
        ("value", _TEXT),
        ("permission", _TEXT),
        ("why", _TEXT),
    ),
    "sentinels": (
        ("sentinel", _TEXT),
        ("member", _TEXT),
        ("team", _TEXT),
        ("path", _TEXT),
        ("permission", _TEXT),
        ("why", _TEXT),
    ),
    "baseline": (("taken_at", "TIMESTAMP"), ("status", _TEXT), ("plan", _TEXT)),
    "baseline_measures": (("measure", _TEXT), ("amount", "BIGINT")),
    "baseline_admins": (("member_id", _TEXT),),
}
_SENSITIVE = {
    "name": Key(str, is_required=True),
    "paths": Key(str, is_list=True, is_required=True),
    "owners": Key(str, is_list=True),
    "teams": Key(str, is_list=True),
    "maximum": Key(str),
    "external": Key(bool),
}
_HOLDINGS = ("team", "account_type", "account_permission", "path")
_PAIR = {
    "name": Key(str, is_required=True),
    "why": Key(str, is_required=True),
    "first": Key(dict, is_required=True),
    "second": Key(dict, is_required=True),
}
_SENTINEL = {
    "name": Key(str, is_required=True),
    "why": Key(str),
    **dict.fromkeys(("member", "team", "path", "permission"), Key(str)),
}


@dataclass(frozen=True)
class Files:
    """The outside files of one run of checks; None: not given."""

    sensitive: Path | None = None
    duties: Path | None = None
    sentinels: Path | None = None
    audit_log: Path | None = None
    headings: Mapping[str, str] = field(default_factory=dict)
    baseline: Path | None = None


def tables(files: Files, library: Library) -> dict[str, InputTable | InputFile]:
    """Read every given file into input tables; ConfigError names what is wrong with one."""
    laid: dict[str, InputTable | InputFile] = {
        name: InputTable(columns, (), is_given=False) for name, columns in SHAPES.items()
    }
    given: dict[str, list[tuple[Any, ...]]] = {}
    if files.sensitive:
        given |= _sensitive(read(files.sensitive, "sensitive", _SENSITIVE))
    if files.duties:
        given |= {"duties": _duties(read(files.duties, "pair", _PAIR))}
    if files.sentinels:
        given |= {"sentinels": _sentinels(read(files.sentinels, "sentinel", _SENTINEL))}
    if files.baseline:
        given |= _baseline(files.baseline, library)
    laid |= {name: InputTable(SHAPES[name], rows) for name, rows in given.items()}
    if files.audit_log:
        laid["log"] = InputFile(
            files.audit_log, _LOG, files.headings, _HEADINGS, ("happened_at", "category")
        )
    return laid


def _sensitive(entries: list[Entry]) -> dict[str, list[tuple[Any, ...]]]:
    rules = [
        (e.get("name"), pattern, e.get("maximum"), e.get("external", False), e.line)
        for e in entries
        for pattern in e.get("paths")
    ]
    people = [
        (e.get("name"), kind, name)
        for e in entries
        for kind, key in (("owner", "owners"), ("team", "teams"))
        for name in e.get(key, [])
    ]
    return {"sensitive": rules, "sensitive_people": people}


def _duties(entries: list[Entry]) -> list[tuple[Any, ...]]:
    rows = []
    for entry in entries:
        for side in ("first", "second"):
            holding = entry.get(side)
            kinds = [kind for kind in _HOLDINGS if kind in holding]
            unknown = sorted(holding.keys() - {*_HOLDINGS, "permission"})
            if unknown or len(kinds) != 1:
                raise wrong(
                    entry.file,
                    entry.line,
                    side,
                    f"unknown {', '.join(unknown)}" if unknown else "must name exactly one holding",
                    f"one of {', '.join(_HOLDINGS)}; a path may have a permission beside it",
                )
            rows.append(
                (
                    *(entry.get("name"), side, kinds[0], holding[kinds[0]]),
                    *(holding.get("permission"), entry.get("why")),
                )
            )
    return rows


def _sentinels(entries: list[Entry]) -> list[tuple[Any, ...]]:
    for entry in entries:
        if not any(entry.get(key) for key in ("member", "team", "path")):
            raise wrong(entry.file, entry.line, "sentinel", "names no member, team or path")
    keys = ("name", "member", "team", "path", "permission", "why")
    return [tuple(entry.get(key) for key in keys) for entry in entries]


def _baseline(path: Path, library: Library) -> dict[str, list[tuple[Any, ...]]]:
    """Measure an earlier snapshot with the queries that measure this one."""
    with Snapshot.open(path) as earlier:
        info = earlier.info()
        asked = {
            "baseline_measures": earlier.run(library.query("questions", "policy_measures")),
            "baseline_admins": earlier.run(library.query("questions", "policy_admins")),
        }
    rows = {name: list(result.rows) for name, result in asked.items()}
    return rows | {"baseline": [(info["taken_at"], info["status"], info["plan"])]}
