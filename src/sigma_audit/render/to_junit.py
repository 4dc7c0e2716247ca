"""Findings as JUnit XML: a suite a check, a case a subject, for whatever shows test results.

A fail is a failure; what is not known or waived is skipped, and says why. Must never hide a row,
nor write a character that XML forbids.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from sigma_audit.render.cells import text, visible
from sigma_audit.result import Result

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def findings_bytes(found: Result) -> bytes:
    """Write findings (the columns of `check`) as UTF-8 XML with a declaration."""
    rows = sorted(found.records(), key=lambda row: str(row["check"]))
    root = Element("testsuites", {"name": "sigma-audit check", **_counts(rows)})
    for check, of_check in groupby(rows, key=lambda row: str(row["check"])):
        cases = list(of_check)
        suite = SubElement(root, "testsuite", {"name": _clean(check), **_counts(cases)})
        properties = SubElement(suite, "properties")
        for name in ("severity", "title"):
            SubElement(properties, "property", name=name, value=_clean(cases[0][name]))
        for row in cases:
            _case(suite, row)
    indent(root)
    whole = tostring(root, encoding="unicode", xml_declaration=False)
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + whole + "\n").encode("utf-8")


def _case(suite: Element, row: dict[str, Any]) -> None:
    name = f"{text(row['subject_name'])} ({text(row['subject_id'])})"
    case = SubElement(suite, "testcase", classname=_clean(row["check"]), name=_clean(name))
    if row["status"] == "fail":
        failure = SubElement(
            case, "failure", type=_clean(row["severity"]), message=_clean(row["reason"])
        )
        evidence = "\n".join(text(one) for one in row["evidence"] or ())
        failure.text = _clean(f"{row['fix']}\n{evidence}")
    elif row["status"] != "pass":
        why = row["waiver_reason"] if row["status"] == "waived" else row["reason"]
        message = f"{str(row['status']).replace('_', ' ')}: {text(why)}"
        SubElement(case, "skipped", message=_clean(message))


def _counts(rows: list[dict[str, Any]]) -> dict[str, str]:
    statuses = [row["status"] for row in rows]
    return {
        "tests": str(len(rows)),
        "failures": str(statuses.count("fail")),
        "errors": "0",
        "skipped": str(statuses.count("not_known") + statuses.count("waived")),
    }


def _clean(value: object) -> str:
    """Give text that XML takes, with what is meant to be unseen made visible, lines kept."""
    kept = "\n".join(visible(line) for line in text(value).split("\n"))
    return _NOT_XML.sub("\ufffd", kept)
