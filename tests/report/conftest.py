"""Two sealed snapshots of one small organisation, made once: spring, then what summer changed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from hostile import HOSTILE
from sealed import Sealed
from worlds import World


@pytest.fixture(scope="session")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Sealed:
    folder = tmp_path_factory.mktemp("snapshots")
    world = World(taken_at=datetime(2026, 3, 31, 9, 14), name="company", with_auditor=False)
    ids = {
        "ann": world.member("Ann", "Admin"),
        "bob": world.member("Bob", "View"),
        "cy": world.member("Cy", "Build", kind="guest"),
        "dana": world.member("Dana", "Build", archived=True),
        "robot": world.member("Robot", "Admin", member_id="SigmaSchedulerRobot"),
    }
    ids["finance"] = world.team("Finance", ids["bob"], ids["cy"], admins=(ids["bob"],))
    ids["workspace"] = world.workspace("Finance")
    ids["budgets"] = world.folder("Budgets", ids["workspace"], ids["ann"])
    ids["payroll"] = world.document("workbook", "Payroll", ids["budgets"], ids["dana"])
    ids["grant"] = world.grant(ids["workspace"], "edit", team=ids["finance"])
    ids["snow"] = world.connection("Snow", writeAccess=True)
    ids["table"] = world.path(ids["snow"], "DB", "S", "T")
    world.grant(ids["snow"], "usage", team=ids["finance"])
    later = world.copy()
    later.taken_at = datetime(2026, 6, 30, 9, 14)
    later.team("Finance", ids["cy"])
    later.grant(ids["workspace"], "view")
    return Sealed(world.seal(folder), later.seal(folder), ids)


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A snapshot in which every member, team, workspace, document and connection is named so."""
    world = World(name="hostile")
    for number, name in enumerate(HOSTILE.values()):
        name = name if len(name) < 5000 else name[:5000]
        member = world.member(f"M{number}", "Build")
        world.members[member] |= {"firstName": name, "lastName": "", "email": name}
        team = world.team(name, member)
        workspace = world.workspace(name)
        world.document("workbook", name, workspace, member)
        world.grant(workspace, "edit", team=team)
        world.grant(workspace, name, member=member)
        connection = world.connection(name)
        world.path(connection, name, name, name)
        world.grant(connection, "admin", team=team)
    return world.seal(tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="session")
def incomplete(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A snapshot in which the grants of the one workspace were refused."""
    world = World(name="incomplete")
    member = world.member("Eve", "Build")
    workspace = world.workspace("Secret")
    world.document("workbook", "Plan", workspace, member)
    for endpoint in ("object_grants", "member_grants", "team_grants"):
        world.fail(endpoint, workspace if endpoint == "object_grants" else member, "forbidden")
    return world.seal(tmp_path_factory.mktemp("incomplete"))
