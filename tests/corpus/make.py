"""Seals the corpus: one small, rich snapshot for each schema version, read by every later tool.

`python tests/corpus/make.py` writes `tests/corpus/schema-N.duckdb` for the schema version of the
code as it stands, and nothing else: the files of older versions can only be made by older code, so
they must never be written again.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
if __name__ == "__main__":  # started as a script, the tests' own modules lie one folder up
    sys.path[0] = str(FOLDER.parent)

from history.universe import Universe  # noqa: E402
from sigma_audit.snapshot.shape import SCHEMA_VERSION  # noqa: E402
from worlds import World  # noqa: E402


def corpus_file(version: int) -> Path:
    """Give the path of the snapshot that a tool of this schema version has sealed."""
    return FOLDER / f"schema-{version}.duckdb"


def corpus_world() -> World:
    """Say what every snapshot of the corpus is of: one of everything, and some of it unread."""
    world = World(name="corpus")
    Universe(world, "c1x")
    away = Universe(world, "c2x")
    away.person("flo")["isInactive"] = True
    world.teams[away.ids["team ops"]]["isArchived"] = True
    ann = world.member("Ann", "Admin")
    bob, odd = world.member("Bob", "Odd", kind="guest"), world.member("Kim", "Unheard of")
    gone = world.member("Gone", archived=True)
    world.account_type("Odd", "Full explore", "Something new")
    team = world.team("Team", ann, bob, "MemberUnlisted", admins=(odd,))
    workspace = world.workspace("Space")
    hidden = world.folder("Hidden", workspace, owner=bob, hidden=True)
    workbook = world.document("workbook", "Book", hidden, owner=ann)
    world.document("workbook", "Mine", world.home(gone), owner=gone)
    world.document("report", "Old", hidden, owner=gone, archived=True)
    lost = world.document("dataset", "Lost", "11111111-2222-4333-8444-555555555555")
    connection = world.connection("Warehouse", writeAccess=True)
    for names in (("DB", "S", "T"), ("DB", "S", "U"), ("DB2",)):
        world.path(connection, *names)
    world.grant(workspace, "organize", team=team)
    world.grant(workspace, "create", member=ann)
    world.grant(workbook, "view")
    world.grant(workbook, "view", member="MemberUnlisted")
    world.grant(workbook, "explore", member=gone)
    world.grant(lost, "explore", team=team)
    world.grant(connection, "writeback", member=ann)
    world.grant(connection, "usage", team=team)
    other = world.team("Other", ann)
    world.grant(hidden, "explore", team=other)
    world.fail("team_members", other)
    world.fail("object_grants", hidden, "forbidden")
    return world


def make() -> Path:
    """Seal the file of the schema version as it stands; gives its path."""
    path = corpus_file(SCHEMA_VERSION)
    with tempfile.TemporaryDirectory() as folder:
        path.write_bytes(corpus_world().seal(Path(folder)).read_bytes())
    return path


if __name__ == "__main__":
    sys.stdout.write(f"{make()}\n")
