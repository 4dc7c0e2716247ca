"""A change in the middle of a crawl is found: `python tests/soak/moments.py [--seeds N --record]`.

Each seed makes an organisation, a change and a moment between the first answer about its subject
and the closing reading; the snapshot must name what moved and hold what came of it. As many still
organisations must raise no alarm. `--record` keeps the figures in `tests/soak/moments.md`.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from collect.crawl import emulated, rows, settings, take  # noqa: E402
from sigma_audit.emulator.faults import Asked, Fault, FaultPlan  # noqa: E402
from sigma_audit.emulator.generator import generate  # noqa: E402
from sigma_audit.emulator.org import Grant, Member, Org, Team, TeamMember  # noqa: E402

LATER = datetime(2026, 7, 1, 9, 1)  # a minute after the organisation's own time


@dataclass(frozen=True)
class Change:
    """Something that happens: what it is, what does it, what `moved` must name, and when it may."""

    kind: str
    act: Callable[[], object]
    entity: str
    subject: str
    first: Callable[[Asked], bool]
    """Whether a request asks about the subject for the first time; it happens after that."""
    before: Callable[[Asked], bool] | None = None
    """It happens at this request at the latest; else when members are read again."""


@dataclass(frozen=True)
class Seen:
    """What became of one seed: the change, when, and what was wrong ('' for nothing)."""

    seed: int
    kind: str
    at: int
    wrong: str


def organisation(seed: int) -> Org:
    """Make an organisation of two dozen things with every kind of grant."""
    return generate(
        members=7, teams=3, workspaces=2, folders=3, documents=8, connections=1, paths=8, seed=seed
    )


def _operation(name: str, parent: str = "") -> Callable[[Asked], bool]:
    return lambda one: one.operation == name and parent in f"{one.path}?{one.query}"


def changes(org: Org, rng: random.Random) -> list[Change]:
    """Every kind of change that this organisation can undergo, each of something drawn."""
    auditor = next(iter(org.credentials.values())).owner_id
    members = [one for one in org.members.values() if one.member_id != auditor]
    member, team = rng.choice(members), rng.choice(list(org.teams.values()))
    listed, teams = _operation("listMembers"), _operation("listTeams")
    in_team = _operation("getTeamMembers", team.team_id)
    outside = [one for one in members if one.member_id not in team.members]
    found = [
        Change("member archived", lambda: _set(member, is_archived=not member.is_archived),
               "member", member.member_id, listed),
        Change("member retyped", lambda: _set(member, account_type=_other(member)),
               "member", member.member_id, listed),
        Change("member added", lambda: _add_member(org), "member", "NewHere", listed),
        Change("team renamed", lambda: _set(team, name="Another"), "team", team.team_id, teams),
        Change("team archived", lambda: _set(team, is_archived=not team.is_archived),
               "team", team.team_id, teams),
        Change("team added", lambda: _add_team(org, member), "team", NEW_TEAM, teams),
    ]  # fmt: skip
    if outside:
        joins = rng.choice(outside).member_id
        found.append(
            Change("member joins", lambda: team.members.update({joins: TeamMember(joins)}),
                   "team_member", f"{team.team_id}/{joins}", in_team)
        )  # fmt: skip
    if team.members:
        leaves = rng.choice(list(team.members))
        found += [
            Change("member leaves", lambda: team.members.pop(leaves),
                   "team_member", f"{team.team_id}/{leaves}", in_team),
            Change("admin of a team", lambda: _turn(team.members[leaves]),
                   "team_member", f"{team.team_id}/{leaves}", in_team),
        ]  # fmt: skip
    return [*found, *_of_grants(org, rng)]


def _of_grants(org: Org, rng: random.Random) -> list[Change]:
    """A grant to somebody on content, between the question put to them and that put to it."""
    homes = {member.home_folder_id for member in org.members.values()}
    named = [
        grant
        for grant in org.grants.values()
        if (grant.member_id or grant.team_id)
        and grant.inode_id in org.inodes
        and grant.inode_id not in homes
    ]
    if not named:
        return []
    grant = rng.choice(named)
    asked = _operation("listGrants", str(grant.member_id or grant.team_id))
    until = _operation("listGrants", f"inodeId={grant.inode_id}")
    other = "view" if grant.permission != "view" else "edit"
    new = Grant(
        NEW_GRANT, grant.inode_id, other, member_id=grant.member_id, team_id=grant.team_id,
        created_at=LATER, updated_at=LATER,
    )  # fmt: skip
    return [
        Change("grant taken away", lambda: org.grants.pop(grant.grant_id),
               "grant", grant.grant_id, asked, until),
        Change("grant raised", lambda: _set(grant, permission=other),
               "grant", grant.grant_id, asked, until),
        Change("grant given", lambda: org.grants.update({NEW_GRANT: new}),
               "grant", NEW_GRANT, asked, until),
    ]  # fmt: skip


NEW_TEAM = "7e3a0000-0000-4000-8000-000000000001"
NEW_GRANT = "7e3a0000-0000-4000-8000-000000000002"


def _set(thing: object, **fields: object) -> None:
    for name, value in fields.items():
        setattr(thing, name, value)


def _other(member: Member) -> str:
    return "View" if member.account_type.casefold() != "view" else "Build"


def _turn(membership: TeamMember) -> None:
    membership.is_team_admin = not membership.is_team_admin


def _add_member(org: Org) -> None:
    like = next(iter(org.members.values()))
    org.members["NewHere"] = Member(
        "NewHere", "new@here.test", "New", "Here", like.account_type, like.home_folder_id
    )


def _add_team(org: Org, member: Member) -> None:
    org.teams[NEW_TEAM] = Team(
        NEW_TEAM, "New team", members={member.member_id: TeamMember(member.member_id)}
    )


def _window(log: list[Asked], change: Change) -> range:
    """How many requests after the first question the change may happen, in a crawl like this."""
    first = next(at for at, one in enumerate(log) if _begins(change, one))
    last = next(at for at, _ in enumerate(log) if _ends(change, log, first, at))
    return range(5, last - first + 1)  # a page of the question may still be in flight


def _do(change: Change) -> None:
    change.act()


def _begins(change: Change, one: Asked) -> bool:
    return change.first(one) or bool(change.before and change.before(one))


def _ends(change: Change, log: list[Asked], first: int, at: int) -> bool:
    """Whether this is the other question, or that of the closing reading."""
    if at <= first:
        return False
    if change.before is None:
        return at > first + 5 and log[at].operation == "listMembers"
    other = change.before if change.first(log[first]) else change.first
    return other(log[at])


class Moment(Fault):
    """The change, once: so many requests after its first question, whatever a run asks between.

    No two runs ask in quite the same order; at the latest it comes with the last question.
    """

    def __init__(self, change: Change, after: int, log: list[Asked]) -> None:
        super().__init__("act", act=lambda: _do(change))
        self._change, self._after, self._log = change, after, log

    def strikes(self, *_: object) -> bool:
        """Tell whether the last request of the log is the one to come after the change."""
        now = len(self._log) - 1
        first = next((at for at, one in enumerate(self._log) if _begins(self._change, one)), now)
        if self.fired or not self._log[first].status:
            return False
        return now - first >= self._after or _ends(self._change, self._log, first, now)


def one_seed(seed: int, folder: Path) -> Seen:
    """Take the still organisation, then one in which something happens; say what was wrong."""
    still = FaultPlan()
    calm = organisation(seed)
    path = take(emulated(calm, still), folder / f"{seed}-still.duckdb", settings(calm)).path
    alarms = rows(path, "from moved") or rows(path, "from sweep_differences")
    if alarms or rows(path, "select 1 from snapshot_info where status <> 'complete'"):
        return Seen(seed, "nothing", 0, f"an alarm about a still organisation: {alarms[:1]}")
    rng = random.Random(seed)
    org = organisation(seed)
    possible = [one for one in changes(org, rng) if _window(still.log, one)]
    change = possible[seed % len(possible)]
    at = rng.choice(_window(still.log, change))
    plan = FaultPlan()
    plan.faults.append(Moment(change, at, plan.log))
    path = take(emulated(org, plan), folder / f"{seed}.duckdb", settings(org)).path
    return Seen(seed, change.kind, at, _verdict(path, org, change, plan))


def _verdict(path: Path, org: Org, change: Change, plan: FaultPlan) -> str:
    if plan.fired() != 1:
        return "it never happened"
    named = {
        (row[0], str(row[1]).rpartition("/")[2] if row[0] == "grant" else row[1])
        for row in rows(path, "select entity, subject_id from moved")
    }
    if (change.entity, change.subject) not in named:
        return f"not named: {sorted(named)}"
    now: dict[str, set[tuple[object, ...]]] = {
        "members": {(one.member_id, one.is_archived) for one in org.members.values()},
        "teams": {(one.team_id, one.name, one.is_archived) for one in org.teams.values()},
        "team_members": {
            (team.team_id, one.member_id, one.is_team_admin)
            for team in org.teams.values()
            for one in team.members.values()
        },
        "grants": {(one.grant_id, one.permission) for one in org.grants.values()},
    }
    columns = {
        "members": "member_id, status = 'archived'",
        "teams": "team_id, name, is_archived",
        "team_members": "team_id, member_id, is_team_admin",
        "grants": "grant_id, permission",
    }
    for relation, expected in now.items():
        held = set(rows(path, f"select {columns[relation]} from {relation}"))
        if held != expected:
            return f"{relation} holds {sorted(held ^ expected)[:2]}"
    return ""


def told(seen: list[Seen]) -> str:
    """Say in Markdown what came out."""
    kinds = Counter(one.kind for one in seen)
    good = Counter(one.kind for one in seen if not one.wrong)
    lines = [
        "# What moves in the middle of a crawl",
        "",
        f"`python tests/soak/moments.py --seeds {len(seen)}`, seeds {seen[0].seed} to "
        f"{seen[-1].seed}, on {platform.system()} {platform.machine()}, {os.cpu_count()} cores.",
        "",
        f"Found: {sum(good.values())} of {len(seen)}. "
        f"Still organisations that raised an alarm: {kinds['nothing']} of {len(seen)}.",
        "",
        "| change | seeds | found |",
        "|---|---|---|",
        *(f"| {kind} | {count} | {good[kind]} |" for kind, count in sorted(kinds.items())),
        "",
        "A change to members, teams or memberships falls anywhere between the first reading and",
        "the closing one; a change to a grant between the question put to whoever has it and the",
        "question put to what it sits on. A grant that changes after both is not looked for.",
        "",
    ]
    return "\n".join(lines)


def main() -> None:
    """Run the seeds and print what came out; 1 when a change was missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1, help="the first of them")
    parser.add_argument("--record", action="store_true")
    asked = parser.parse_args()
    seen = []
    for seed in range(asked.seed, asked.seed + asked.seeds):
        with tempfile.TemporaryDirectory() as folder:
            seen.append(one_seed(seed, Path(folder)))
        if seen[-1].wrong:
            print(f"seed {seed}: {seen[-1].kind} at request {seen[-1].at}: {seen[-1].wrong}")
    text = told(seen)
    print(text)
    if asked.record:
        Path(__file__).with_suffix(".md").write_text(text, encoding="utf-8")
    sys.exit(1 if any(one.wrong for one in seen) else 0)


if __name__ == "__main__":
    main()
