"""One small organisation with every kind of reason and every kind of miss, sealed once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from sigma_audit.library import Library
from sigma_audit.snapshot.store import Snapshot
from worlds import World


@dataclass(frozen=True)
class Town:
    """The snapshot of the small organisation, and the ids the tests name."""

    path: Path
    snapshot: Snapshot
    library: Library
    ids: dict[str, str]


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    world = World()
    ann = world.member("Ann")
    bob = world.member("Bob", "View")
    cid = world.member("Cid", kind="guest")
    dan = world.member("Dan", archived=True)
    eve = world.member("Eve", "Admin")
    finn = world.member("Finn", "Admin", "guest")
    world.member("Hélène Twin", member_id="MemberTwin1")
    world.members["MemberTwin2"] = {
        **world.members["MemberTwin1"],
        "memberId": "MemberTwin2",
        "email": "other.twin@example.test",
        "homeFolderId": world.home(cid).replace("a", "b"),
    }
    finance = world.team("Finance", ann, dan)
    sunset = world.team("Sunset", cid, archived=True)
    lonely = world.team("Lonely", eve)
    general = world.workspace("General")
    budgets = world.folder("Budgets", general, ann)
    q3 = world.document("workbook", "Q3", budgets, ann)
    slashed = world.document("workbook", "Pay/roll", budgets)
    model = world.document("data_model", "Costs", budgets)
    twin = world.document("workbook", "Twin", budgets)
    other_twin = world.document("report", "Twin", budgets)
    secret = world.workspace("Secret")
    plan = world.document("workbook", "Plan", secret)
    misnamed = world.document("report", q3, secret)
    empty = world.workspace("Empty")
    warehouse = world.connection("Snowflake")
    database = world.path(warehouse, "DB")
    schema = world.path(warehouse, "DB", "SCH")
    table = world.path(warehouse, "DB", "SCH", "TAB")
    ids = {
        "team": world.grant(budgets, "edit", team=finance),
        "direct": world.grant(q3, "view", member=bob),
        "strange": world.grant(q3, "frobnicate", member=cid),
        "everyone": world.grant(general, "explore"),
        "archived_team": world.grant(secret, "view", team=sunset),
        "lonely": world.grant(plan, "edit", team=lonely),
        "write": world.grant(warehouse, "writeback", member=ann),
        "use": world.grant(database, "usage", team=finance),
    }
    ids |= {
        "ann": ann, "bob": bob, "cid": cid, "dan": dan, "eve": eve, "finn": finn,
        "general": general, "budgets": budgets, "q3": q3, "slashed": slashed, "model": model,
        "twin": twin, "other_twin": other_twin, "plan": plan, "secret": secret, "empty": empty,
        "misnamed": misnamed,
        "warehouse": warehouse, "database": database, "schema": schema, "table": table,
        "finance": finance, "sunset": sunset, "lonely_team": lonely,
    }  # fmt: skip
    path = world.seal(tmp_path_factory.mktemp("town"))
    with Snapshot.open(path) as snapshot:
        yield Town(path, snapshot, Library(), ids)
