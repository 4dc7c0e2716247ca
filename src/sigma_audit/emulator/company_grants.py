"""Everyday grants, as a well-run company lays them: four of five to teams, the rest to people.

Nobody is given what their account type could not use, nor what a team of theirs gives already;
outsiders only look on. Must never grant on an object that a story planted, or to a person or team
of a story: the stories' answers would stop being known.
"""

from __future__ import annotations

from sigma_audit.emulator.company_build import Builder
from sigma_audit.emulator.company_content import Content
from sigma_audit.emulator.company_data import Data, path_id
from sigma_audit.emulator.company_people import SERVICE, People
from sigma_audit.emulator.company_teams import Everyday

_ON_WORKSPACE = (("view", 50), ("explore", 30), ("organize", 20))
_ON_CONTAINER = (("view", 34), ("explore", 34), ("organize", 20), ("edit", 12))
_ON_DOCUMENT = (("view", 50), ("explore", 30), ("edit", 20))
_DIRECT_SHARE = 0.15
Choices = tuple[tuple[str, int], ...]


def grants(build: Builder, people: People, everyday: Everyday, found: Content, base: Data) -> None:
    """Lay everyday grants on what was filled in, and let the service user see a part of it."""
    rng = build.rng
    ranked = everyday.teams
    keeping = {team.team_id for team in everyday.keeping}
    on_teams = {member_id for team in ranked for member_id in team.members}
    alone = [member_id for member_id in people.explorers if member_id not in on_teams]
    weights = [1.0 / (rank + 1) for rank in range(len(ranked))]

    def give(inode_id: str, choices: Choices, team_share: float) -> None:
        author = rng.choice(people.staff)
        words, likely = zip(*choices, strict=True)
        word = rng.choices(words, likely)[0]
        if rng.random() < team_share or not alone:
            team = rng.choices(ranked, weights)[0].team_id
            if (inode_id, team) not in given:
                given.add((inode_id, team))
                # anybody may be on a team that looks on, with whatever account type
                build.grant(inode_id, word if team in keeping else "view", team=team, author=author)
        else:
            # no team of theirs gives it already, and their account type lets them use it
            member = rng.choice(alone)
            if (inode_id, member) not in given:
                given.add((inode_id, member))
                build.grant(inode_id, "explore", member=member, author=author)

    given: set[tuple[str, str]] = set()
    for rank, workspace in enumerate(found.workspaces):
        keeper = everyday.keeper(rank).team_id
        given.add((workspace.inode_id, keeper))
        build.grant(workspace.inode_id, "edit", team=keeper, author=rng.choice(people.staff))
        for _ in range(rng.randint(0, 3)):
            give(workspace.inode_id, _ON_WORKSPACE, 0.9)
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
        (found.folders[30].inode_id, "view"),
        (found.documents[40].inode_id, "view"),
        (base.sample.connection_id, "usage"),
    ):
        build.grant(inode_id, permission)


def _service(build: Builder, found: Content) -> None:
    """Give the collecting user Can view on ten workspaces of thirty: the rest is hidden from it."""
    for workspace in (*found.workspaces[:2], *found.workspaces[4:12]):
        build.grant(workspace.inode_id, "view", member=SERVICE)


def _data(build: Builder, everyday: Everyday, base: Data) -> None:
    """Grant schemas and tables to teams: nothing so high that it covers another's."""
    for inode_id, permission, name in (
        (path_id("snowflake", "PROD", "CORE"), "annotate", "Data Platform"),
        (path_id("lakehouse", "lab", "telemetry"), "annotate", "Data Platform"),
        (path_id("snowflake", "PROD", "SALES"), "usage", "Sales"),
        (path_id("snowflake", "PROD", "SHIPPING"), "usage", "Logistics"),
        (path_id("snowflake", "PROD", "FINANCE"), "usage", "Finance"),
        (path_id("snowflake", "SANDBOX", "FINANCE"), "annotate", "Finance"),
        (path_id("snowflake", "RAW", "SHIPPING"), "usage", "Logistics"),
        (path_id("lakehouse", "main", "telemetry"), "usage", "Logistics"),
        (path_id("lakehouse", "main", "reference"), "usage", "Sales"),
        (path_id("snowflake", "PROD", "CORE", "CUSTOMERS"), "usage", "Customer Care"),
    ):
        build.grant(inode_id, permission, team=everyday.named[name])
    miriam = next(m for m in build.org.members.values() if m.email.startswith("miriam"))
    build.grant(base.audit_log.connection_id, "usage", member=miriam.member_id)
