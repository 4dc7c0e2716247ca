"""`doctor`: signs in, says as whom, what will be visible, and what each plan would cost.

Must never write more to `--out` than what `collect/doctor.py` calls shareable.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sigma_audit.cli.options import answering, example, narrated
from sigma_audit.cli.output import answer, emit_line, narrate
from sigma_audit.cli.progress import Progress
from sigma_audit.result import Column, Result

if TYPE_CHECKING:
    from sigma_audit.collect.doctor import Examination

_COLUMNS = (
    Column("plan"), Column("requests", "BIGINT"), Column("minutes", "DOUBLE"),
    Column("requests_at_once", "BIGINT"),
)  # fmt: skip


@click.command(epilog=example("sigma-audit doctor", "sigma-audit doctor --out findings.json"))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write what was found about the API itself, without names or ids.",
)
@answering
@narrated
def doctor(out: Path | None, form: str, raw: bool) -> None:
    """Sign in, say as whom and what is visible, and what each plan would cost.

    Asks some fifty questions and changes nothing. With --out, findings that settle
    how the API answers are written to a file, to be read first and shared then.
    """
    from sigma_audit import config
    from sigma_audit.collect.doctor import examine

    progress = Progress()
    found = examine(config.load(), progress=progress)
    progress.done()
    if out is not None:
        from sigma_audit.report.write import replace

        text = json.dumps(found.shareable, ensure_ascii=False, indent=1, default=str)
        replace(out, (text + "\n").encode())
        narrate(f"wrote {out}: read it before you share it")
    if form == "text":
        for line in told(found.findings):
            emit_line(line)
    else:
        answer(costs(found), form, raw=raw)


def costs(found: Examination) -> Result:
    """Give the plans as rows; everything else that was found is a fact."""
    facts = {key: value for key, value in found.findings.items() if key != "plans"}
    rows = [tuple(plan[column.name] for column in _COLUMNS) for plan in found.findings["plans"]]
    facts |= {"parameters": {}, "not_known": facts["will_not_be_visible"]}
    return Result(_COLUMNS, rows, facts)


def told(findings: Mapping[str, Any]) -> list[str]:
    """Lay the findings out for a person, line by line."""
    from sigma_audit.render.cells import visible

    power = "an Admin: everything can be asked" if findings["is_admin"] else "NOT an Admin"
    lines = [
        *(["DEMO DATA (the embedded organisation)"] if findings["source"] == "emulator" else []),
        f"Organisation {findings['organization_id']} at {findings['base_url']}",
        f"Signed in as {findings['member_id']}, account type {findings['account_type']}: {power}",
        "",
        "Lists",
    ]
    for row in findings["visible"]:
        total = "" if row["total"] is None else f" of {row['total']:,}"
        more = ", and more pages" if row["has_more"] else ""
        status = row["status"] if row["status"] == "forbidden" else ""
        lines.append(f"  {row['endpoint']:<20} {row['rows']:>8,}{total}{more}{status}")
    if findings["will_not_be_visible"]:
        lines += ["", "Will not be visible"]
        lines += [f"  {sentence}" for sentence in findings["will_not_be_visible"]]
    lines += ["", "What each plan would cost, at five requests a second"]
    for plan in findings["plans"]:
        lines.append(
            f"  {plan['plan']:<16} {plan['requests']:>8,} requests  {plan['minutes']:>6} minutes"
            + _at_once(plan["requests_at_once"])
        )
    lines += ["", "What --with would add to any of them"]
    for extra in findings["extras"]:
        lines.append(
            f"  {extra['extra']:<16} {extra['requests']:>8,} requests  "
            f"{extra['minutes']:>6} minutes  one for each {extra['per']}"
        )
    lines += ["", "How this API answers"]
    for row in findings["capabilities"]:
        lines.append(f"  {row['question']}: {row['answer']} ({row['detail']})")
    if findings["new_words"]:
        lines += ["", "New to this tool"]
        for row in findings["new_words"]:
            lines.append(
                f"  {row['kind']}, {row['endpoint']}: {row['word']} ({row['row_count']:,})"
            )
    return [visible(line) for line in lines]


def _at_once(requests: int | None) -> str:
    """Say what is left of a plan where this API lists every grant at once."""
    if requests is None:
        return ""
    return f"  or {requests:,} requests and the pages of all grants, if that list proves whole"
