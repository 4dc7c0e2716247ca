"""Findings as SARIF 2.1.0, which code-scanning dashboards read: a rule a check, a result a subject.

A waived finding stays, as suppressed; what is not known stays, as open for review. Must never hide
a row that does not pass, nor change what a finding is known by between two runs.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from sigma_audit.render.cells import plain, text, visible
from sigma_audit.result import Result

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"critical": "error", "high": "error", "medium": "warning", "low": "note", "info": "note"}
_RANKS = {"critical": 95.0, "high": 80.0, "medium": 50.0, "low": 25.0, "info": 5.0}
_KINDS = {"fail": "fail", "waived": "fail", "not_known": "review", "pass": "pass"}


def findings_bytes(found: Result) -> bytes:
    """Write findings (the columns of `check`) as UTF-8 JSON with a final line break."""
    rows = found.records()
    checks = {str(row["check"]): row for row in rows}
    names = sorted(checks)
    run = {
        "tool": {
            "driver": {
                "name": "sigma-audit",
                "version": text(found.facts.get("tool_version")) or "0",
                "rules": [_rule(name, checks[name]) for name in names],
            }
        },
        "results": [_result(row, names.index(str(row["check"]))) for row in rows],
        "properties": plain(dict(found.facts)),
    }
    whole = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode(
        "utf-8", errors="replace"
    )


def _rule(name: str, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": name,
        "shortDescription": {"text": text(row["title"])},
        "help": {"text": text(row["fix"])},
        "defaultConfiguration": {
            "level": _LEVELS[row["severity"]],
            "rank": _RANKS[row["severity"]],
        },
    }


def _result(row: dict[str, Any], rule: int) -> dict[str, Any]:
    subject = "/".join(text(row[name]) for name in ("check", "subject_kind", "subject_id"))
    kind = _KINDS[row["status"]]
    made: dict[str, Any] = {
        "ruleId": row["check"],
        "ruleIndex": rule,
        "kind": kind,
        # SARIF 3.27.10: a level other than none goes with the kind fail alone.
        "level": _LEVELS[row["severity"]] if kind == "fail" else "none",
        "message": {"text": visible(text(row["reason"]))},
        "locations": [
            {
                "logicalLocations": [
                    {
                        "name": visible(text(row["subject_name"])),
                        "fullyQualifiedName": text(row["subject_id"]),
                        "kind": text(row["subject_kind"]),
                    }
                ]
            }
        ],
        "partialFingerprints": {"subject/v1": hashlib.sha256(subject.encode()).hexdigest()},
        "properties": {
            "severity": row["severity"],
            "status": row["status"],
            "evidence": plain(row["evidence"] or []),
        },
    }
    if row["status"] == "waived":
        why = f"{row['waiver_reason']} (approved by {row['waiver_approver']})"
        made["suppressions"] = [{"kind": "external", "status": "accepted", "justification": why}]
    return made
