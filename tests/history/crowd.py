"""An organisation of large teams, and the same after a draw of changes to it.

More than a hundred members, so that a team stands for many and a grant of one's own does not: what
a diff counts for many at once is different from what it looks at one by one. Must never expect what
follows from a change.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Callable

from sigma_audit.emulator.generator import generate
from sigma_audit.emulator.org import Grant, Org, Team, TeamMember

CONTENT, DATA = ("view", "explore", "organize", "edit"), ("usage", "annotate", "writeback", "admin")
CHANGES = 30


def crowd(seed: int) -> tuple[Org, Org]:
    """Give the organisation of a seed, and the same after its changes."""
    rng = random.Random(seed)
    before = generate(
        members=130, teams=5, workspaces=3, folders=12, documents=24, connections=1, paths=8,
        seed=seed,
    )  # fmt: skip
    for number in range(4):  # a team of one stands for no more than its member does
        team = Team(f"alone-{seed}-{number}", f"Alone {number}")
        who = rng.choice(list(before.members))
        team.members[who] = TeamMember(who)
        before.teams[team.team_id] = team
    for number in range(25):
        _grant(before, rng, f"first-{seed}-{number}")
    after = copy.deepcopy(before)
    for number in range(CHANGES):
        rng.choice(KINDS)(after, rng, f"then-{seed}-{number}")
    return before, after


def _place(org: Org, rng: random.Random) -> tuple[str, bool]:
    """Choose what is granted on: a workspace, folder or document, or something of a warehouse."""
    homes = {member.home_folder_id for member in org.members.values()}
    if rng.random() < 0.3:
        return rng.choice([*org.connections, *org.paths]), True
    return rng.choice([one for one in org.inodes if one not in homes]), False


def _grant(org: Org, rng: random.Random, slug: str) -> None:
    inode_id, is_data = _place(org, rng)
    word = rng.choice(DATA if is_data else CONTENT)
    kind = rng.choice(("team", "team", "team", "member", "everyone"))
    who = rng.choice(list(org.teams if kind == "team" else org.members))
    org.grants[slug] = Grant(
        slug, inode_id, word, who if kind == "member" else None, who if kind == "team" else None
    )


def _revoke(org: Org, rng: random.Random, _: str) -> None:
    del org.grants[rng.choice(list(org.grants))]


def _raise(org: Org, rng: random.Random, _: str) -> None:
    grant = rng.choice(list(org.grants.values()))
    grant.permission = rng.choice(CONTENT if grant.inode_id in org.inodes else DATA)


def _join(org: Org, rng: random.Random, _: str) -> None:
    team, who = rng.choice(list(org.teams.values())), rng.choice(list(org.members))
    team.members[who] = TeamMember(who)


def _leave(org: Org, rng: random.Random, _: str) -> None:
    team = rng.choice([team for team in org.teams.values() if team.members])
    del team.members[rng.choice(list(team.members))]


def _move(org: Org, rng: random.Random, _: str) -> None:
    homes = {member.home_folder_id for member in org.members.values()}
    inode = rng.choice([i for i in org.inodes.values() if i.parent_id and i.inode_id not in homes])
    target = rng.choice([i for i in org.inodes.values() if i.type in ("workspace", "folder")])
    at: str | None = target.inode_id
    while at is not None:
        if at == inode.inode_id:
            return  # nothing lies in itself
        at = org.inodes[at].parent_id
    inode.parent_id = target.inode_id


def _own(org: Org, rng: random.Random, _: str) -> None:
    homes = {member.home_folder_id for member in org.members.values()}
    inode = rng.choice([i for i in org.inodes.values() if i.inode_id not in homes])
    inode.owner_id = rng.choice(list(org.members))


def _type(org: Org, rng: random.Random, _: str) -> None:
    member = rng.choice(list(org.members.values()))
    member.account_type = rng.choice([kind.name for kind in org.account_types.values()])


def _permission(org: Org, rng: random.Random, _: str) -> None:
    kind = rng.choice([kind for kind in org.account_types.values() if kind.permissions])
    del kind.permissions[rng.choice(list(kind.permissions))]


def _status(org: Org, rng: random.Random, _: str) -> None:
    member = rng.choice(list(org.members.values()))
    member.is_inactive = not member.is_inactive


def _archive(org: Org, rng: random.Random, _: str) -> None:
    team = rng.choice(list(org.teams.values()))
    team.is_archived = not team.is_archived


KINDS: tuple[Callable[[Org, random.Random, str], None], ...] = (
    _grant, _grant, _grant, _revoke, _revoke, _raise, _raise, _join, _join, _join, _leave, _leave,
    _leave, _move, _move, _move, _own, _own, _type, _type, _permission, _status, _archive,
)  # fmt: skip
