"""Organisations of any size, for benchmarks: the shape of a real one, without its charm.

The proportions are assumptions (sigma-api.md section 9): Zipf teams, one large workspace, two
fifths of workbooks in home folders, one document in seven shared directly. Must never plant a
story.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate
from types import MappingProxyType

from sigma_audit.emulator.account_types import account_types
from sigma_audit.emulator.company import CLIENT_ID, CLIENT_SECRET, NOW
from sigma_audit.emulator.company_build import Builder, object_id, person_id
from sigma_audit.emulator.names import FAMILY, FOLDERS, GIVEN, SUBJECTS
from sigma_audit.emulator.org import Credential, Org, TeamMember

DEEPEST = 8
_MEMBERSHIPS_EACH = 3
_TABLES_IN_SCHEMA = 60
_SCHEMAS_IN_DATABASE = 12
_TYPES = ("View", "view", "Act", "Analyze", "Build", "Build", "build", "Data Entry")
_KINDS = ("workbook",) * 16 + ("data-model",) * 2 + ("report",) + ("dataset",)
_CONTENT_WORDS = ("view", "view", "explore", "explore", "organize", "edit")
_DOCUMENT_WORDS = ("view", "view", "explore", "edit")


@dataclass(frozen=True)
class Size:
    """How many of each; `members` counts the robot and the service user too."""

    members: int
    teams: int
    workspaces: int
    folders: int
    documents: int
    connections: int
    paths: int


# The sizes that the measurements of the project speak of.
SIZES: Mapping[str, Size] = MappingProxyType(
    {
        "small": Size(200, 20, 50, 170, 1_000, 3, 2_000),
        "medium": Size(2_000, 200, 300, 3_350, 20_000, 10, 50_000),
        "large": Size(20_000, 2_000, 2_000, 33_500, 200_000, 30, 500_000),
    }
)


def generate(
    *,
    members: int = 200,
    teams: int = 20,
    workspaces: int = 50,
    folders: int = 170,
    documents: int = 1_000,
    connections: int = 3,
    paths: int = 2_000,
    seed: int = 1,
) -> Org:
    """Build an organisation of exactly this size; equal arguments give equal organisations.

    `folders` is beside the home folders. The credential is that of the company, so that whatever
    serves either can be asked in the same way.
    """
    size = Size(members, teams, workspaces, folders, documents, connections, paths)
    return generate_size(size, seed)


def generate_size(size: Size, seed: int = 1) -> Org:
    """Build an organisation of a preset's size; see `generate`."""
    if size.members < 2 or size.workspaces < 1 or (size.paths and not size.connections):
        raise ValueError(f"too small to be an organisation: {size}")
    prefix = f"generated/{seed}/{size}/"
    org = Org(object_id(prefix), NOW)
    org.account_types = account_types(prefix)
    service = person_id(f"{prefix}service")
    build = Builder(org, random.Random(seed), service, prefix)  # noqa: S311 repeatable
    _members(build, size)
    _teams(build, size)
    _content(build, size)
    _data(build, size)
    org.credentials[CLIENT_ID] = Credential(CLIENT_ID, CLIENT_SECRET, service, "benchmark")
    return org


def _members(build: Builder, size: Size) -> None:
    rng = build.rng
    domain = "generated.example"
    build.member("service", "Audit", "Service", f"audit@{domain}", "Admin")
    robot = "SigmaSchedulerRobot"
    build.member("robot", "Sigma", "Robot", "robot@robots.example", "admin", member_id=robot)
    for number in range(size.members - 2):
        kind = rng.choices(("internal", "guest", "embed"), (90, 3, 7))[0]
        chance = rng.random()
        build.member(
            f"m{number}",
            GIVEN[number % len(GIVEN)],
            FAMILY[number // len(GIVEN) % len(FAMILY)],
            f"member{number}@{domain}",
            "Admin" if number % 70 == 0 else rng.choice(_TYPES),
            user_kind=kind,
            is_archived=chance < 0.15,
            is_inactive=0.15 <= chance < 0.2,
        )


def _teams(build: Builder, size: Size) -> None:
    """Fill teams so that sizes fall with their rank and members are on three each, about."""
    everyone = list(build.org.members)
    ranks = sum(1 / rank for rank in range(1, size.teams + 1))
    for rank in range(1, size.teams + 1):
        share = size.members * _MEMBERSHIPS_EACH / ranks / rank
        roster = build.rng.sample(everyone, min(len(everyone) * 4 // 5, max(2, int(share))))
        team = build.team(
            f"t{rank}",
            f"Team {rank}",
            visibility="private" if rank % 3 == 0 else "public",
            is_archived=rank % 50 == 49,
        )
        team.members = {
            member_id: TeamMember(member_id, place == 0, build.author)
            for place, member_id in enumerate(roster)
        }


def _content(build: Builder, size: Size) -> None:
    rng = build.rng
    people = list(build.org.members)
    homes = [member.home_folder_id for member in build.org.members.values()]
    give = _Giver(build)
    places: list[tuple[str, int]] = []
    for number in range(size.workspaces):
        workspace = build.inode(f"w{number}", "workspace", f"Workspace {number}", None, None)
        places.append((workspace.inode_id, 0))
        for _ in range(1 + number % 3):
            give(workspace.inode_id, _CONTENT_WORDS, 0.9)
        if number % 40 == 1:
            build.grant(workspace.inode_id, "view")
    for number in range(size.folders):
        # a cube of chance favours the first places: one workspace is much larger than the rest
        parent_id, depth = places[int(len(places) * rng.random() ** 3)]
        while depth >= DEEPEST:
            parent_id, depth = places[int(len(places) * rng.random() ** 3)]
        name = f"{FOLDERS[number % len(FOLDERS)]} {number}"
        folder = build.inode(f"f{number}", "folder", name, parent_id, rng.choice(people))
        places.append((folder.inode_id, depth + 1))
        if rng.random() < 0.25:
            give(folder.inode_id, _CONTENT_WORDS, 0.8)
    for number in range(size.documents):
        kind = rng.choice(_KINDS)
        owner = rng.randrange(len(people))
        at_home = kind == "workbook" and rng.random() < 0.42
        parent = homes[owner] if at_home else places[int(len(places) * rng.random() ** 2)][0]
        document = build.inode(
            f"d{number}",
            kind,
            f"{SUBJECTS[number % len(SUBJECTS)]} {number}",
            parent,
            people[owner],
            is_archived=kind in ("workbook", "report") and number % 50 == 17,
        )
        if rng.random() < 0.15:
            give(document.inode_id, _DOCUMENT_WORDS, 0.7)


def _data(build: Builder, size: Size) -> None:
    """Share the paths out over connections; each database and schema is listed itself."""
    give = _Giver(build)
    for number in range(size.connections):
        connection = build.connection(
            f"c{number}",
            f"Connection {number}",
            "snowflake",
            use_oauth=number % 5 == 4,
            write_access=number % 3 == 0,
        )
        give(connection.connection_id, ("usage", "annotate"), 1.0)
        wanted = size.paths // size.connections + (number < size.paths % size.connections)
        made = 0
        database = schema = ""
        while made < wanted:
            # a database before its schemas, a schema before its tables
            block, over = divmod(made, _TABLES_IN_SCHEMA + 1)
            if over == 0 and block % (_SCHEMAS_IN_DATABASE + 1) == 0:
                database, schema = f"DB_{block}", ""
                names: tuple[str, ...] = (database,)
            elif over == 0 or not schema:
                schema = f"SCHEMA_{made}"
                names = (database, schema)
            else:
                names = (database, schema, f"TABLE_{made}")
            path = build.path(connection, f"c{number}", *names)
            made += 1
            if len(names) < 3 and build.rng.random() < 0.3:
                give(path.inode_id, ("usage", "usage", "annotate"), 0.9)
            elif made % 200 == 0:
                give(path.inode_id, ("usage",), 0.7)


class _Giver:
    """Grants to teams of Zipf-like popularity, or else to members; never twice the same pair."""

    def __init__(self, build: Builder) -> None:
        self._build = build
        self._given: set[tuple[str, str]] = set()
        self._teams = list(build.org.teams)
        self._people = list(build.org.members)
        self._weights = list(accumulate(1 / rank for rank in range(1, len(self._teams) + 1)))

    def __call__(self, inode_id: str, words: tuple[str, ...], team_share: float) -> None:
        rng = self._build.rng
        word = rng.choice(words)
        is_team = bool(self._teams) and rng.random() < team_share
        if is_team:
            principal = rng.choices(self._teams, cum_weights=self._weights)[0]
        else:
            principal = rng.choice(self._people)
        if (inode_id, principal) in self._given:
            return
        self._given.add((inode_id, principal))
        if is_team:
            self._build.grant(inode_id, word, team=principal)
        else:
            self._build.grant(inode_id, word, member=principal)
