"""Everyday teams and everyday grants: Zipf-like, four of five to teams, the rest to people.

Must never grant on an object that a story planted, or to a person or team of a story: the stories'
answers would stop being known.
"""

from __future__ import annotations

from dataclasses import dataclass

from sigma_audit.emulator.company_build import Builder
from sigma_audit.emulator.company_content import Content
from sigma_audit.emulator.company_data import Data, path_id
from sigma_audit.emulator.company_people import SERVICE, People
from sigma_audit.emulator.org import Team

_TEAMS = (
    ("data-platform", "Data Platform", "private", 9),
    ("sales", "Sales", "public", 38),
    ("logistics", "Logistics", "public", 30),
    ("finance", "Finance", "private", 19),
    ("care", "Customer Care", "public", 24),
    ("japan", "営業チーム", "public", 7),
    ("east", "Команда логистики", "public", 5),
    ("executive", "Executive Office", "private", 4),
)
_ON_CONTAINER = (("view", 34), ("explore", 34), ("organize", 20), ("edit", 12))
_ON_DOCUMENT = (("view", 50), ("explore", 30), ("edit", 20))
_DIRECT_SHARE = 0.15


@dataclass(frozen=True)
class Everyday:
    """The teams of everyday life, the largest first."""

    teams: tuple[Team, ...]


def teams(build: Builder, people: People) -> Everyday:
    """Add the eight everyday teams; leavers and a guest are still on some rosters."""
    made: list[Team] = []
    for key, name, visibility, size in _TEAMS:
        roster = build.rng.sample(people.staff, size)
        if size > 20:
            roster += [*build.rng.sample(people.former, 3), build.rng.choice(people.guests)]
        made.append(
            build.team(
                f"everyday/{key}",
                name,
                tuple(roster[1:]),
                admins=(roster[0],),
                visibility=visibility,
                description=None if size < 6 else f"{name}, all of it",
            )
        )
    made.sort(key=lambda team: -len(team.members))
    return Everyday(tuple(made))


def grants(build: Builder, people: People, everyday: Everyday, found: Content, base: Data) -> None:
    """Lay everyday grants on what was filled in, and let the service user see a part of it."""
    rng = build.rng
    hands = (*people.staff, *people.former[:4])
    weights = [1.0 / (rank + 1) for rank in range(len(everyday.teams))]

    def give(inode_id: str, choices: tuple[tuple[str, int], ...], team_share: float) -> None:
        words, likely = zip(*choices, strict=True)
        word = rng.choices(words, likely)[0]
        author = rng.choice(hands)
        if rng.random() < team_share:
            team = rng.choices(everyday.teams, weights)[0].team_id
            if (inode_id, team) not in given:
                given.add((inode_id, team))
                build.grant(inode_id, word, team=team, author=author)
        else:
            member = rng.choice((*people.staff, *people.staff, *people.guests, *people.former))
            if (inode_id, member) not in given:
                given.add((inode_id, member))
                build.grant(inode_id, word, member=member, author=author)

    given: set[tuple[str, str]] = set()
    for workspace in found.workspaces:
        for _ in range(rng.randint(1, 4)):
            give(workspace.inode_id, _ON_CONTAINER, 0.9)
    for folder in found.folders:
        if rng.random() < 0.3:
            give(folder.inode_id, _ON_CONTAINER, 0.85)
    for document in found.documents:
        while rng.random() < _DIRECT_SHARE:
            give(document.inode_id, _ON_DOCUMENT, 0.88)
    _whole_organisation(build, found, base)
    _service(build, found)
    _data(build, everyday, base)


def _whole_organisation(build: Builder, found: Content, base: Data) -> None:
    """Share a handful of things with everyone, as the sharing dialog offers."""
    for inode_id, permission in (
        (found.workspaces[2].inode_id, "view"),
        (found.folders[30].inode_id, "explore"),
        (found.documents[40].inode_id, "view"),
        (base.sample.connection_id, "usage"),
    ):
        build.grant(inode_id, permission)


def _service(build: Builder, found: Content) -> None:
    """Give the collecting user Can view on ten workspaces of thirty: the rest is hidden from it."""
    for workspace in (*found.workspaces[:2], *found.workspaces[4:12]):
        build.grant(workspace.inode_id, "view", member=SERVICE)


def _data(build: Builder, everyday: Everyday, base: Data) -> None:
    """Grant data at every level of the tree, to teams."""
    by_name = {team.name: team.team_id for team in everyday.teams}
    for inode_id, permission, name in (
        (base.snowflake.connection_id, "annotate", "Data Platform"),
        (base.lakehouse.connection_id, "annotate", "Data Platform"),
        (path_id("snowflake", "PROD", "SALES"), "usage", "Sales"),
        (path_id("snowflake", "PROD", "SHIPPING"), "usage", "Logistics"),
        (path_id("snowflake", "PROD", "FINANCE"), "usage", "Finance"),
        (path_id("snowflake", "SANDBOX"), "annotate", "Finance"),
        (path_id("snowflake", "RAW", "SHIPPING"), "usage", "Logistics"),
        (path_id("lakehouse", "main", "telemetry"), "usage", "Logistics"),
        (path_id("lakehouse", "main", "reference"), "usage", "Sales"),
        (path_id("snowflake", "PROD", "CORE", "CUSTOMERS"), "usage", "Customer Care"),
        (path_id("sample", "RETAIL", "ORDERS"), "annotate", "営業チーム"),
    ):
        build.grant(inode_id, permission, team=by_name[name])
    miriam = next(m for m in build.org.members.values() if m.email.startswith("miriam"))
    build.grant(base.audit_log.connection_id, "usage", member=miriam.member_id)
