"""Writes the report on policies: what `check` found, laid beside the snapshot it was found in.

Must never judge nor count: it opens, asks and writes.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import replace as with_changes
from pathlib import Path
from typing import Any

from sigma_audit.document import Document
from sigma_audit.library import Library
from sigma_audit.snapshot.inputs import InputTable

FORMATS = ("html", "csv", "json", "xlsx")


def write_report(
    snapshot: Path,
    library: Library,
    tables: Mapping[str, InputTable],
    out: Path,
    formats: tuple[str, ...] = FORMATS,
    command: str = "",
    params: Mapping[str, str] | None = None,
    facts: Mapping[str, Any] | None = None,
    raw: bool = False,
    before: Path | None = None,
) -> tuple[Document, list[Path]]:
    """Write the report in each format; `tables` are those of `check.report`, `facts` are added.

    With an earlier snapshot the page says what changed. Gives the document, for an index, and the
    files' paths.
    """
    from sigma_audit.check.report import REPORT
    from sigma_audit.report.run import Inputs, run_report
    from sigma_audit.report.write import write_document
    from sigma_audit.snapshot.pair import Pair
    from sigma_audit.snapshot.partial import private_folder
    from sigma_audit.snapshot.store import Snapshot

    with ExitStack() as stack:
        opened = stack.enter_context(Snapshot({"snapshot": snapshot}, inputs=tables))
        pair = stack.enter_context(Pair(before, snapshot, library)) if before else None
        inputs = Inputs(opened, pair=pair, laid=frozenset({"findings"}))
        document = run_report(inputs, library, REPORT, params or {}, command)
    document = with_changes(
        document, facts={**(facts or {}), **document.facts}, formats=tuple(formats)
    )
    private_folder(out)
    return document, write_document(document, formats, out, raw)
