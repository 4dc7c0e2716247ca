"""Not known is a value: `python tests/soak/unread.py [--record]` lets every endpoint fail in turn.

Those of `--with` too: without them a snapshot is whole, and must say all the same which of them it
could not read. One organisation, one snapshot for each endpoint and way of failing; then every
report, check, question and the comparisons with the whole snapshot are asked. What they say for
certain must be what the whole snapshot says; everything else must say that it is not known.
`--record` keeps the figures in `tests/soak/unread.md`.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import platform
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from offboard.conftest import answer, leavers  # noqa: E402
from sigma_audit.ask.member import access_of_member  # noqa: E402
from sigma_audit.ask.object import access_to_object  # noqa: E402
from sigma_audit.ask.why import why_access  # noqa: E402
from sigma_audit.check.inputs import Files, tables  # noqa: E402
from sigma_audit.check.policies import policies  # noqa: E402
from sigma_audit.check.run import findings  # noqa: E402
from sigma_audit.collect.endpoints import EXTRAS  # noqa: E402
from sigma_audit.errors import NotFound  # noqa: E402
from sigma_audit.history.diff import diff  # noqa: E402
from sigma_audit.library import Library  # noqa: E402
from sigma_audit.render import to_csv  # noqa: E402
from sigma_audit.report.catalog import catalog  # noqa: E402
from sigma_audit.report.run import Inputs, run_report  # noqa: E402
from sigma_audit.snapshot.pair import Pair  # noqa: E402
from sigma_audit.snapshot.store import Snapshot  # noqa: E402
from worlds import World, _answers  # noqa: E402

LIBRARY = Library()
Row = dict[str, Any]
# What a row claims for certain, where its own words say that it is certain.
CLAIMS = {
    "access_by_member": ("effective_permission", "granted_permission"),
    "access_by_object": ("effective_permission",),
    "connections": ("effective_permission",),
    "external": ("effective_permission",),
    "member_dossier": ("effective_permission", "granted_permission"),
    "object_dossier": ("effective_permission", "granted_permission"),
    "privileged": ("is_usable",),
    "ownership": ("editors", "openers"),
    "account_types": ("workbooks", "data_models", "data", "write_back"),
    "overview": ("people", "reaching_in", "managers", "outsiders", "everyone"),
    "offboard": ("direct_grants", "team_grants", "teams", "owned", "team_admin_of", "given_grants"),
    "access member": ("effective_permission", "granted_permission"),
    "access object": ("effective_permission", "granted_permission"),
    "hygiene": (),
}
KEYS = {
    "offboard": ("account_key",),
    "access member": ("inode_id",),
    "access object": ("member_id",),
    "why": ("via", "team_id", "grant_id", "source_inode_id", "permission"),
    "check": ("check", "subject_kind", "subject_id"),
}
PAIRS = ("access_by_member", "access_by_object", "connections", "external", "member_dossier",
         "object_dossier", "access member", "access object")  # fmt: skip
# What caps a member is told on each row; as whom it was seen is told by the status alone; and
# where every object has answered, nothing is missing without a principal's answer.
WITHOUT_GAPS = (
    "account_types", "account_type_permissions", "whoami", "file_nodes", "team_grants",
    "member_grants",
)  # fmt: skip
OPTIONAL = {endpoint.name for group in EXTRAS.values() for endpoint in group}
WHY = (("ann", "Space/Folder/Book"), ("bob", "Space/Folder/Book"), ("guy", "Space/Folder/Book"),
       ("lea", "Other"), ("bob", "Snow:D.S.T"), ("lea", "Snow:D.S.T"))  # fmt: skip
OF_THE_SNAPSHOT = ("snapshot_complete",)  # it judges the snapshot itself, not the organisation


@dataclass
class Told:
    """What one snapshot answers: rows by question and key, and what it says it cannot know."""

    rows: dict[str, dict[tuple[Any, ...], Row]] = field(default_factory=dict)
    facts: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    csv: dict[str, bytes] = field(default_factory=dict)
    gaps: list[Row] = field(default_factory=list)
    above: dict[str, set[str]] = field(default_factory=dict)
    plane: dict[str, str] = field(default_factory=dict)


def company() -> World:
    """Make one of everything: each way of access, a guest, a leaver, two trees."""
    world = World(plan="full", name="company", extras=tuple(EXTRAS))
    ann, guy = world.member("Ann"), world.member("Guy", "View", kind="guest")
    lea, bob = world.member("Lea"), world.member("Bob", "Analyze")
    team, hollow = world.team("Team", ann, guy, admins=(bob,)), world.team("Hollow", lea)
    space, other = world.workspace("Space"), world.workspace("Other")
    folder = world.folder("Folder", space)
    book = world.document("workbook", "Book", folder, owner=lea)
    world.document("workbook", "Old", folder, owner=ann, archived=True)
    world.document("report", "Report", world.folder("Hidden", other, hidden=True), owner=bob)
    world.document("report", "Old report", other, owner=bob, archived=True)
    world.document("data_model", "Model", space, owner=ann)
    world.document("dataset", "Set", other, owner=guy)
    snow = world.connection("Snow")
    for names in (("D",), ("D", "S"), ("D", "S", "T"), ("D", "S", "U")):
        table = world.path(snow, *names)
    world.grant(space, "organize", team=team)
    world.grant(book, "edit", member=bob)
    world.grant(book, "view", member=guy)
    world.grant(other, "view")
    world.grant(other, "explore", team=hollow)
    world.grant(other, "edit", member=lea)
    world.grant(snow, "usage", team=team)
    world.grant(snow, "admin", member=bob)
    world.grant(table, "annotate", member=lea)
    _beside(world, book, lea, team)
    return world


def _beside(world: World, book: str, lea: str, team: str) -> None:
    """Let each endpoint of `--with` have something to tell."""
    (table,) = (i for i, n in world.paths.items() if n["path"][-1] == "T")
    model, dataset, report = (_named(world, name) for name in ("Model", "Set", "Report"))
    world.answer("workbook_schedules", book, {"scheduledNotificationId": "s1", "ownerId": lea})
    world.answer("report_schedules", report, {"scheduledNotificationId": "s2", "ownerId": lea})
    world.answer("workbook_embeds", book, {"embedId": "e1", "public": True})
    world.answer("version_tags", "", {"versionTagId": "t1", "name": "Prod"})
    world.answer("user_attributes", "", {"userAttributeId": "u1", "name": "Region"})
    world.answer("user_attribute_users", "u1", {"userId": lea, "value": {"val": "EU"}})
    world.answer("user_attribute_teams", "u1", {"teamId": team, "value": {"val": "EU"}})
    world.answer("api_credentials", "", {"clientId": "c1", "ownerId": lea, "name": "job"})
    world.answer("member_recents", lea, {"id": book, "lastInteractionAt": "2024-01-02T00:00:00Z"})
    for name, parent in (("workbook", book), ("report", report), ("dataset", dataset)):
        world.answer(f"{name}_sources", parent, {"type": "table", "inodeId": table})
    world.answer("data_model_sources", model, {"type": "table", "tableId": table})


def _named(world: World, name: str) -> str:
    return next(i for i, n in world.inodes.items() if n["name"] == name)


def ask(path: Path) -> Told:
    """Ask one snapshot everything: every report, every check, two questions, the leavers."""
    told = Told()
    with ExitStack() as stack:
        inputs = Inputs.open(stack, path, None, LIBRARY)
        for name, report in catalog(LIBRARY).items():
            if report.needs != "snapshot":
                continue
            if report.about == "member":
                params = {"who": "ann@example.test"}
            else:
                params = {"what": "Space"} if report.about else {}
            try:
                document = run_report(inputs, LIBRARY, name, params)
            except NotFound:
                continue  # whom no list shows cannot be asked about, and the error says so
            told.facts[name] = document.facts
            told.csv[name] = to_csv.render(document)
            told.rows[name] = keyed(report.query.grain, document.result.records())
        snapshot = inputs.snapshot
        for name, found in (("member", access_of_member), ("object", access_to_object)):
            who = "ann@example.test" if name == "member" else "Space"
            try:
                result = found(snapshot, LIBRARY, who)
            except NotFound:
                continue
            told.facts[f"access {name}"] = result.facts
            told.rows[f"access {name}"] = keyed(KEYS[f"access {name}"], result.records())
        for who, what in WHY:
            try:
                result = why_access(snapshot, LIBRARY, f"{who}@example.test", what)
            except NotFound:
                continue
            name = f"why {who} {what}"
            told.facts[name] = result.facts
            told.rows[name] = by(KEYS["why"], result)
        told.gaps = snapshot.sql("from not_known").records()
        for row in snapshot.sql("select inode_id, ancestor_id from inode_ancestry").records():
            told.above.setdefault(row["inode_id"], set()).add(row["ancestor_id"])
        told.plane = dict(snapshot.sql("select inode_id, plane from inodes").rows)
    with Snapshot({"snapshot": path}, inputs=tables(Files(), LIBRARY)) as snapshot:
        rows = findings(snapshot, LIBRARY, list(policies(LIBRARY).values()))
        told.rows["check"] = keyed(KEYS["check"], rows)
    listed = leavers(("lea@example.test", "2024-05-01"), ("ann@example.test", "2024-05-01"))
    result = answer((path,), listed)
    told.facts["offboard"], told.rows["offboard"] = result.facts, by(KEYS["offboard"], result)
    return told


def by(grain: tuple[str, ...], result: Any) -> dict[tuple[Any, ...], Row]:
    return keyed(grain, result.records())


def keyed(grain: tuple[str, ...], rows: list[Row]) -> dict[tuple[Any, ...], Row]:
    return {tuple(row[name] for name in grain): row for row in rows}


def is_certain(row: Row) -> bool:
    """Whether a row says of itself that nothing unread could change what it claims."""
    return (
        row.get("certainty", "known") == "known"
        and row.get("cap_certainty", "known") == "known"
        and row.get("counts_certainty", "known") == "known"
        and row.get("unsure") in (None, "", "no", False)
    )


def is_covered(row: Row, part: Told, truth: Told) -> bool:
    """Whether a gap of the snapshot speaks of the pair of a row that it does not have."""
    member_id, inode_id = row.get("member_id"), row.get("inode_id")
    above = part.above.get(inode_id or "", set()) | truth.above.get(inode_id or "", set())
    plane = truth.plane.get(inode_id or "")
    return any(
        (gap["member_id"] in (None, member_id) or member_id is None)
        and (gap["inode_id"] is None or gap["inode_id"] in above or inode_id is None)
        and (gap["plane"] in (None, plane) or plane is None)
        for gap in part.gaps
    )


def wrong(endpoint: str, part: Told, truth: Told) -> Iterator[str]:
    """Name everything that a snapshot claims and that is not so, or leaves out in silence."""
    if endpoint in OPTIONAL:
        said = {key[0]: row["status"] for key, row in part.rows["coverage"].items()}
        statuses = {
            row["status"] for key, row in part.rows["coverage"].items() if key[0] == endpoint
        }
        if not said or not statuses & {"forbidden", "failed"}:
            yield f"coverage does not say that {endpoint} was not read"
    for name, facts in part.facts.items() if endpoint not in OPTIONAL else ():
        if facts.get("complete") is not False:
            yield f"{name} calls itself complete"
        # A question about one thing tells the gaps of that thing.
        is_of_one = name.startswith(("access ", "why "))
        if not (is_of_one or facts.get("not_known") or endpoint in WITHOUT_GAPS):
            yield f"{name} does not say what is not known"
    for name, text in part.csv.items() if endpoint not in OPTIONAL else ():
        for row in csv.DictReader(io.StringIO(text.decode("utf-8-sig"))):
            if row["complete"] != "false":
                yield f"{name}: a cell of a CSV says complete"
                break
    for name, claims in CLAIMS.items():
        for key, row in part.rows.get(name, {}).items():
            if not is_certain(row):
                continue
            true = truth.rows[name].get(key)
            if true is None:
                yield f"{name}: {key} is certain and not so"
            elif differing := [c for c in claims if c in row and row[c] != true[c]]:
                yield f"{name}: {key} is certain of {differing[0]}: {row[differing[0]]}"
    yield from _wrong_reasons(part, truth)
    for name in PAIRS:
        for key, row in truth.rows[name].items():
            if key not in part.rows.get(name, {}) and name in part.rows:
                more = {"member_id": ANN} if "member" in name and "member_id" not in row else {}
                if not is_covered({**row, **more}, part, truth):
                    yield f"{name}: {key} is missing in silence"
    for key, row in part.rows["check"].items():
        true = truth.rows["check"].get(key)
        if true is None or "not_known" in (row["status"], true["status"]):
            continue
        if key[0] in OF_THE_SNAPSHOT:
            continue
        if row["status"] != true["status"]:
            yield f"check {key}: {row['status']}, and in truth {true['status']}: {row['reason']}"


def _wrong_reasons(part: Told, truth: Told) -> Iterator[str]:
    """Name every reason that is told and is none, and every one that is missing in silence."""
    for name, rows in part.rows.items():
        if not name.startswith("why "):
            continue
        for key in rows.keys() - truth.rows[name].keys():
            yield f"{name}: {key} is no reason"
        if truth.rows[name].keys() - rows.keys() and not part.facts[name]["not_known"]:
            yield f"{name}: a reason is missing in silence"
        certain = ["granted_permission"]
        if part.facts[name]["cap_certainty"] == "known":
            certain += ["effective_permission", "can_write_back"]
        if part.facts[name]["certainty"] == "known" and not part.facts[name]["not_known"]:
            for fact in certain:
                if part.facts[name][fact] != truth.facts[name][fact]:
                    yield f"{name} is certain of {fact}: {part.facts[name][fact]}"


ANN = "MemberAnn"


@dataclass(frozen=True)
class Case:
    """One endpoint that fails in one way, and what was wrong with the answers then."""

    endpoint: str
    status: str
    questions: int
    rows: int
    problems: tuple[str, ...]


def cases(world: World) -> list[tuple[str, str]]:
    """Each endpoint with the first thing of which its answer says something."""
    found: dict[str, str] = {}
    for endpoint, parent, _, count in _answers(world, "MemberAuditor"):
        if endpoint not in found or (count and not found[endpoint]):
            found.setdefault(endpoint, parent)
    return sorted(found.items())


def run(wanted: list[tuple[str, str, str]], folder: Path) -> list[Case]:
    """Ask the whole organisation, then one for each chain that fails in one way."""
    whole = company().seal(folder)
    truth, seen = ask(whole), []
    for endpoint, parent, status in wanted:
        world = company()
        world.fail(endpoint, parent, status)
        path = world.seal(folder)
        part = ask(path)
        problems = list(wrong(endpoint, part, truth))
        with Pair(whole, path, LIBRARY) as pair:
            problems += [
                f"diff: {row['entity']} {row['change']}: {row['cause']}"
                for row in diff(pair, LIBRARY).records()
                if row["change"] != "not_known"
            ]
        with ExitStack() as stack:
            inputs = Inputs.open(stack, path, whole, LIBRARY)
            problems += [
                f"changes: {row['entity']} {row['change']}: {row['cause']}"
                for row in run_report(inputs, LIBRARY, "changes", {}).result.records()
                if row["change"] != "not_known"
            ]
        rows = sum(map(len, part.rows.values()))
        seen.append(Case(endpoint, status, len(part.rows) + 2, rows, tuple(problems)))
    return seen


def told(seen: list[Case]) -> str:
    """Say in Markdown what came out."""
    lines = [
        "# What is not known is said",
        "",
        f"`python tests/soak/unread.py`, on {platform.system()} {platform.machine()}, "
        f"{os.cpu_count()} cores.",
        "",
        f"{len(seen)} snapshots, in each of which one question failed (403, or 500 for good); "
        f"{sum(one.questions for one in seen):,} questions asked of them, "
        f"{sum(one.rows for one in seen):,} rows held against the whole snapshot.",
        "",
        f"Claimed and not so, or left out in silence: {sum(len(one.problems) for one in seen)}.",
        "",
        "| endpoint | fails as | questions | rows | wrong |",
        "|---|---|---|---|---|",
        *(
            f"| {one.endpoint} | {one.status} | {one.questions} | {one.rows} "
            f"| {len(one.problems)} |"
            for one in seen
        ),
        "",
    ]
    return "\n".join(lines)


def main() -> None:
    """Run every case and print what came out; 1 when something was claimed that is not so."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", help="one endpoint")
    parser.add_argument("--status", choices=("forbidden", "failed"), help="one way of failing")
    parser.add_argument("--record", action="store_true")
    asked = parser.parse_args()
    wanted = [
        (endpoint, parent, status)
        for endpoint, parent in cases(company())
        for status in ("forbidden", "failed")
        if asked.only in (None, endpoint) and asked.status in (None, status)
    ]
    with tempfile.TemporaryDirectory() as folder:
        seen = run(wanted, Path(folder))
    for one in seen:
        for problem in one.problems:
            print(f"{one.endpoint} {one.status}: {problem}")
    text = told(seen)
    print(text)
    if asked.record:
        Path(__file__).with_suffix(".md").write_text(text, encoding="utf-8")
    sys.exit(1 if any(one.problems for one in seen) else 0)


if __name__ == "__main__":
    main()
