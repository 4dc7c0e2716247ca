"""`check`: policies over a snapshot, with waivers, for people and for machines.

What a policy demands lies in `sql/checks/`. Must never judge: it reads files, runs, prints, and
turns findings at or above a threshold into exit code 1.
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sigma_audit.cli.chosen import chosen as chosen_file
from sigma_audit.cli.options import example, from_library, from_snapshot, narrated
from sigma_audit.cli.output import answer, describe, emit, narrate
from sigma_audit.errors import ConfigError
from sigma_audit.result import Column, Result

if TYPE_CHECKING:
    from sigma_audit.check.inputs import Files
    from sigma_audit.check.policies import Policy
    from sigma_audit.check.run import Finding
    from sigma_audit.library import Library
    from sigma_audit.snapshot.inputs import InputTable
    from sigma_audit.snapshot.store import Snapshot

FORMATS = ("text", "json", "csv", "junit", "sarif")
THRESHOLDS = ("critical", "high", "medium", "low", "info", "never")
_SHOWN = ("status", "severity", "check", "subject_name", "reason")
_FILE = click.Path(path_type=Path)


@click.command(
    epilog=example("sigma-audit check --fail-on high --waivers waivers.toml --format junit")
)
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--list", "is_list", is_flag=True, help="Say which checks there are.")
@click.option("--fail-on", type=click.Choice(THRESHOLDS), default="high", show_default=True,
              help="Exit 1 from this severity on.")  # fmt: skip
@click.option("--all", "is_all", is_flag=True, help="Show as text what passes, too.")
@click.option("--waivers", type=_FILE, metavar="FILE", help="Reviewed exceptions.")
@click.option("--sensitive", type=_FILE, metavar="FILE", help="What is sensitive, by path.")
@click.option("--duties", type=_FILE, metavar="FILE", help="What nobody may hold together.")
@click.option("--sentinels", type=_FILE, metavar="FILE", help="What must be found.")
@click.option("--audit-log", type=_FILE, metavar="FILE", help="Export of Sigma's audit log.")
@click.option("--map", "headings", multiple=True, metavar="OURS=THEIRS",
              help="A column of the audit log, e.g. happened_at=Time.")  # fmt: skip
@click.option("--baseline", type=_FILE, metavar="FILE", help="Only what is new since then.")
@click.option(
    "--before", type=_FILE, metavar="FILE", help="Earlier snapshot: what changed, for --out."
)
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE",
              help="Day on which waivers are judged (default: the snapshot's).")  # fmt: skip
@click.option("--framework", metavar="NAME", help="Findings by clause; 'list' names them.")
@click.option("-p", "pairs", multiple=True, metavar="CHECK.PARAM=VALUE", help="Set a parameter.")
@click.option("--out", type=_FILE, metavar="DIR", help="Write the report `policies` there, too.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True,
              help="How to print the answer.")  # fmt: skip
@click.option("--raw", is_flag=True, help="CSV cells as they are, formulas not defused.")
@from_library
@from_snapshot
@narrated
def check(names: tuple[str, ...], **given: Any) -> int:
    """Put policies to a snapshot: pass, fail or not known, with the reason.

    Exit 1 when a check fails at or above --fail-on and is not waived; what is
    not known never fails and is counted on stderr.
    """
    from sigma_audit.library import Library

    library = Library(given["folder"])
    if given["is_list"]:
        _overview(library, given["form"], given["raw"])
        return 0
    if given["framework"] == "list":
        from sigma_audit.check.frameworks import overview

        answer(overview(library), _plain(given["form"]), raw=given["raw"])
        return 0
    return _checked(library, names, given)


def _checked(library: Library, names: tuple[str, ...], given: Mapping[str, Any]) -> int:
    from sigma_audit.check import frameworks, waivers
    from sigma_audit.check.policies import chosen, parameters, policies
    from sigma_audit.check.run import judged, only_new, result

    framework = given["framework"]
    clauses = frameworks.framework(library, framework) if framework else None
    checks = chosen(library, names or (clauses.checks if clauses else ()))
    params = parameters(checks, _pairs(given["pairs"], "-p"))
    known = policies(library)
    exceptions = waivers.load(given["waivers"], known) if given["waivers"] else []
    with ExitStack() as stack:
        snapshot, rows, earlier = _asked(stack, library, checks, params, given)
        narrate(describe(snapshot.info()))
        as_of = _day(given["as_of"]) or _day(snapshot.info()["taken_at"])
        if as_of is None:
            raise ConfigError("the snapshot does not say when it was taken", "give --as-of DATE")
        examined = rows = judged(rows, exceptions, as_of, snapshot, library)
        if earlier is not None:
            rows = only_new(rows, earlier)
        facts = _facts(snapshot, library, given, params)
    if clauses:
        asked = frozenset(policy.name for policy in checks)
        found = _with(frameworks.report(clauses, rows, asked), facts)
        answer(found, _plain(given["form"]), raw=given["raw"])
    else:
        _print(_with(result(rows, as_of), facts), given)
    if given["out"]:
        from sigma_audit.check.report import tables

        beside = tables(library, checks, params, examined, rows, exceptions, _files(given))
        _write_report(library, beside, given, facts)
    return _verdict(rows, given["fail_on"])


def _write_report(
    library: Library,
    beside: Mapping[str, InputTable],
    given: Mapping[str, Any],
    facts: Mapping[str, Any],
) -> None:
    """Write what was found as a report, in every format."""
    from sigma_audit.cli.check_report import write_report

    _, paths = write_report(
        chosen_file(given["file"]),
        library,
        beside,
        given["out"],
        command=shlex.join(["sigma-audit", *sys.argv[1:]]),
        params={"everything": "yes"} if given["is_all"] else {},
        facts={"inputs": facts["inputs"], "only_new_since": facts["only_new_since"]},
        raw=given["raw"],
        before=given["before"] or given["baseline"],
    )
    for path in paths:
        narrate(f"wrote {path}")


def _asked(
    stack: ExitStack,
    library: Library,
    checks: list[Policy],
    params: Mapping[str, Mapping[str, object]],
    given: Mapping[str, Any],
) -> tuple[Snapshot, list[Finding], list[Finding] | None]:
    """Open the snapshot beside its inputs and run; the baseline, if any, in the same way."""
    from sigma_audit.check.inputs import tables
    from sigma_audit.check.run import findings
    from sigma_audit.snapshot.pair import comparable
    from sigma_audit.snapshot.store import Snapshot

    files = _files(given)
    inputs = tables(files, library)
    file = chosen_file(given["file"])
    snapshot = stack.enter_context(Snapshot({"snapshot": file}, inputs=inputs))
    earlier = None
    if files.baseline:
        before = stack.enter_context(Snapshot({"snapshot": files.baseline}, inputs=inputs))
        comparable(before.info(), snapshot.info())
        earlier = findings(before, library, checks, params)
    return snapshot, findings(snapshot, library, checks, params), earlier


def _files(given: Mapping[str, Any]) -> Files:
    """Give the outside files that were named."""
    from sigma_audit.check.inputs import Files

    names = ("sensitive", "duties", "sentinels", "audit_log", "baseline")
    return Files(
        **{name: given[name] for name in names}, headings=_pairs(given["headings"], "--map")
    )


def _facts(
    snapshot: Snapshot,
    library: Library,
    given: Mapping[str, Any],
    params: Mapping[str, Mapping[str, object]],
) -> dict[str, Any]:
    from sigma_audit.ask.facts import snapshot_facts

    names = ("waivers", "sensitive", "duties", "sentinels", "audit_log", "baseline")
    inputs = {name: str(given[name]) for name in names if given[name]}
    set_ = {f"{check}.{name}": value for check, of in params.items() for name, value in of.items()}
    facts = snapshot_facts(snapshot, library, set_)
    return facts | {"inputs": inputs, "only_new_since": inputs.get("baseline")}


def _with(found: Result, facts: Mapping[str, Any]) -> Result:
    return Result(found.columns, found.rows, {**facts, **found.facts})


def _print(found: Result, given: Mapping[str, Any]) -> None:
    form = given["form"]
    if form in ("junit", "sarif"):
        from importlib import import_module

        emit(import_module(f"sigma_audit.render.to_{form}").findings_bytes(found))
        return
    if form == "text" and not given["is_all"]:
        at = found.names.index("status")
        found = Result(found.columns, [row for row in found.rows if row[at] != "pass"], found.facts)
    answer(found, form, raw=given["raw"], columns=_SHOWN)


def _verdict(rows: list[Finding], fail_on: str) -> int:
    """Say on stderr what was found; 1 when something fails at or above the threshold."""
    from sigma_audit.check.policies import is_at_least

    counts = {
        status: sum(row["status"] == status for row in rows)
        for status in ("fail", "not_known", "waived", "pass")
    }
    narrate(", ".join(f"{count:,} {status.replace('_', ' ')}" for status, count in counts.items()))
    if fail_on == "never":
        return 0
    bad = [row for row in rows if is_at_least(row["severity"], fail_on)]
    unknown = sum(row["status"] == "not_known" for row in bad)
    if unknown:
        narrate(
            f"{unknown:,} of {fail_on} severity or worse are not known: they do not fail the run"
        )
    return int(any(row["status"] == "fail" for row in bad))


def _overview(library: Library, form: str, raw: bool) -> None:
    """Print every check with its severity, title and parameters."""
    from sigma_audit import __version__
    from sigma_audit.check.policies import policies

    columns = tuple(Column(n) for n in ("check", "severity", "title", "why", "fix", "parameters"))
    rows = [
        (
            *(one.name, one.severity, one.title, one.why, one.fix),
            [f"{param.name} = {param.default}" for param in one.query.params],
        )
        for one in policies(library).values()
    ]
    facts = {"tool_version": __version__, "parameters": {}, "not_known": []}
    shown = ("check", "severity", "title", "parameters")
    answer(Result(columns, rows, facts), _plain(form), raw=raw, columns=shown)


def _plain(form: str) -> str:
    if form not in ("text", "json", "csv"):
        raise ConfigError(f"only findings can be written as {form}", "use text, json or csv")
    return form


def _pairs(pairs: tuple[str, ...], flag: str) -> dict[str, str]:
    """Read name=value pairs; ConfigError for what is none."""
    read: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise ConfigError(f"{flag} {pair!r} is not NAME=VALUE")
        read[name] = value
    return read


def _day(moment: date | datetime | None) -> date | None:
    return moment.date() if isinstance(moment, datetime) else moment
