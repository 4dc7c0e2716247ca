"""One named world for each rule of Sigma's access (R1–R5) and each decision of ours (D1–D11).

Each function writes a tiny organisation and asserts what must be true of it. They are run against
the SQL as it is, where they must pass, and against SQL with the rule broken, where they must not.
Must never compute an expectation: every one is written out by hand from the rule's words.
"""

from __future__ import annotations

import itertools
import json
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sigma_audit.library import Library
from sigma_audit.snapshot.store import Snapshot
from worlds import BUILD, VIEW, World


class Sealed:
    """A sealed world, asked for what rules speak about."""

    def __init__(self, world: World, folder: Path, library: Library) -> None:
        self._snapshot = Snapshot.open(world.seal(folder, library))
        self.access = {
            (row["member_id"], row["inode_id"]): row for row in self.rows("from effective_access")
        }

    def rows(self, sql: str) -> list[dict[str, Any]]:
        """Rows of a query as dictionaries."""
        return self._snapshot.sql(sql).records()

    def one(self, sql: str) -> Any:
        """The only cell of a query."""
        (row,) = self._snapshot.sql(sql).rows
        return row[0]

    def granted(self, member: str, inode: str) -> str | None:
        """granted_permission of a pair; 'no row' when there is none."""
        row = self.access.get((member, inode))
        return row["granted_permission"] if row else "no row"

    def effective(self, member: str, inode: str) -> str | None:
        """effective_permission of a pair; 'no row' when there is none."""
        row = self.access.get((member, inode))
        return row["effective_permission"] if row else "no row"

    def paths(self, member: str, inode: str) -> list[tuple[str, str, bool]]:
        """(via, permission, counts) of every reason of a pair."""
        found = self._snapshot.sql(
            "select via, permission, counts from access_paths "
            "where member_id = $member and inode_id = $inode order by all",
            {"member": member, "inode": inode},
        )
        return [(row[0], row[1], row[2]) for row in found.rows]


Seal = Callable[[World], Sealed]


def r1_the_strongest_of_all_reasons_wins(seal: Seal) -> None:
    world = World()
    ann = world.member("Ann")
    workspace = world.workspace("Finance")
    folder = world.folder("Budgets", workspace)
    world.grant(workspace, "edit", member=ann)
    world.grant(folder, "view", member=ann)
    sealed = seal(world)
    assert sealed.granted(ann, folder) == "edit"
    assert sealed.access[ann, folder]["path_count"] == 2


def r2_nothing_denies(seal: Seal) -> None:
    world = World()
    ann = world.member("Ann")
    workspace = world.workspace("Finance")
    world.grant(workspace, "edit", member=ann)
    world.grant(workspace, "deny", member=ann)
    sealed = seal(world)
    assert sealed.granted(ann, workspace) == "edit"
    assert sealed.effective(ann, workspace) == "edit"


def r3_content_is_inherited_down_to_the_document(seal: Seal) -> None:
    world = World()
    ann = world.member("Ann")
    top = world.workspace("Finance")
    middle = world.folder("Budgets", top)
    low = world.folder("2024", middle, hidden=True)
    workbook = world.document("workbook", "Q3", low)
    beside = world.document("workbook", "Else", world.workspace("Other"))
    world.grant(top, "view", member=ann)
    sealed = seal(world)
    assert [sealed.granted(ann, i) for i in (top, middle, low, workbook)] == ["view"] * 4
    assert sealed.granted(ann, beside) == "no row"


def r4_data_is_inherited_down_to_the_table(seal: Seal) -> None:
    world = World()
    ann = world.member("Ann")
    connection = world.connection("Snowflake")
    database = world.path(connection, "DB")
    schema = world.path(connection, "DB", "S")
    table = world.path(connection, "DB", "S", "T")
    other = world.path(connection, "OTHER")
    world.grant(database, "usage", member=ann)
    sealed = seal(world)
    assert [sealed.granted(ann, i) for i in (database, schema, table)] == ["usage"] * 3
    assert sealed.granted(ann, connection) == "no row"
    assert sealed.granted(ann, other) == "no row"


def r5_a_teams_grant_is_each_members(seal: Seal) -> None:
    world = World()
    ann, bob, cyd = world.member("Ann"), world.member("Bob"), world.member("Cyd")
    team = world.team("Finance", ann, bob, admins=(bob,))
    workspace = world.workspace("Finance")
    world.grant(workspace, "explore", team=team)
    sealed = seal(world)
    assert sealed.granted(ann, workspace) == "explore"
    assert sealed.granted(bob, workspace) == "explore"
    assert sealed.granted(cyd, workspace) == "no row"
    assert sealed.paths(ann, workspace) == [("team", "explore", True)]


def d1_each_plane_has_its_order(seal: Seal) -> None:
    world = World()
    ann = world.member("Ann", "Admin")
    content = ["view", "explore", "organize", "edit"]
    data = ["usage", "annotate", "admin"]
    spaces = {}
    for low, high in itertools.pairwise(content):
        spaces[high] = world.workspace(high)
        world.grant(spaces[high], low, member=ann)
        world.grant(spaces[high], high, member=ann)
    connections = {}
    for low, high in itertools.pairwise(data):
        connections[high] = world.connection(high)
        world.grant(connections[high], low, member=ann)
        world.grant(connections[high], high, member=ann)
    sealed = seal(world)
    for high, inode in {**spaces, **connections}.items():
        assert sealed.granted(ann, inode) == high
        assert sealed.access[ann, inode]["path_count"] == 2
    tagged = {row["inode_id"] for row in sealed.rows("from grants where is_possibly_tagged")}
    assert tagged == set(spaces.values())


def d2_permissions_are_translated_on_documents(seal: Seal) -> None:
    world = World()
    worth = {
        "workspace": {"view": "view", "explore": "explore", "organize": "organize", "edit": "edit"},
        "folder": {"view": "view", "explore": "explore", "organize": "organize", "edit": "edit"},
        "workbook": {"view": "view", "explore": "explore", "organize": "explore", "edit": "edit"},
        "report": {"view": "view", "explore": "view", "organize": "view", "edit": "edit"},
        "data_model": {"view": "view", "explore": "view", "organize": "view", "edit": "edit"},
        "dataset": {"view": "view", "explore": "view", "organize": "view", "edit": "edit"},
        "worksheet": {"view": "view", "explore": "view", "organize": "view", "edit": "edit"},
    }
    members = {word: world.member(word) for word in ("view", "explore", "organize", "edit")}
    above = world.workspace("Above")
    beside = world.workspace("Beside")
    inherited = {"workspace": above, "folder": world.folder("In", above)}
    direct = {"workspace": beside, "folder": world.folder("On", world.workspace("Third"))}
    for kind in list(worth)[2:]:
        inherited[kind] = world.document(kind, "In", above)
        direct[kind] = world.document(kind, "On", world.workspace(f"Over {kind}"))
    for word, member in members.items():
        world.grant(above, word, member=member)
        for inode in direct.values():
            world.grant(inode, word, member=member)
    sealed = seal(world)
    for kind, by_word in worth.items():
        for word, expected in by_word.items():
            assert sealed.granted(members[word], inherited[kind]) == expected, (kind, word)
            assert sealed.granted(members[word], direct[kind]) == expected, (kind, word)


def d3_owners_have_what_they_own_and_homes(seal: Seal) -> None:
    world = World()
    ann, bob = world.member("Ann"), world.member("Bob")
    workspace = world.workspace("Finance")
    folder = world.folder("Budgets", workspace, owner=ann)
    beneath = world.document("workbook", "Q3", folder, owner=bob)
    home = world.home(ann)
    private = world.folder("Private", home)
    drafted = world.document("report", "Draft", private, owner=bob)
    world.inodes[beneath]["owner"] = bob
    sealed = seal(world)
    assert sealed.granted(ann, folder) == "edit"
    assert sealed.granted(ann, beneath) == "no row"
    assert sealed.granted(bob, beneath) == "edit"
    assert sealed.paths(ann, home) == [("owner", "edit", True)]
    assert sealed.paths(ann, private) == [("home_folder", "edit", True)]
    assert sealed.paths(ann, drafted) == [("home_folder", "edit", True)]
    assert sealed.paths(bob, drafted) == [("owner", "edit", True)]
    # Every record was made by the auditor, which gives nothing.
    assert sealed.granted("MemberAuditor", workspace) == "no row"
    assert sealed.granted("MemberAuditor", beneath) == "no row"


def d4_nobody_named_is_every_active_internal_member(seal: Seal) -> None:
    world = World()
    ann = world.member("Ann")
    others = [
        world.member("Guest", kind="guest"),
        world.member("Embed", kind="embed"),
        world.member("Archived", archived=True),
        world.member("Inactive", inactive=True),
    ]
    workspace = world.workspace("Company")
    connection = world.connection("Snowflake")
    world.grant(workspace, "view")
    world.grant(connection, "usage")
    sealed = seal(world)
    assert sealed.paths(ann, workspace) == [("organization", "view", True)]
    assert sealed.granted(ann, connection) == "usage"
    for other in others:
        assert sealed.granted(other, workspace) == "no row"
        assert sealed.granted(other, connection) == "no row"
    assert sealed.one("select principal_kind from grants limit 1") == "organization"


def d5_what_is_archived_keeps_and_cannot_use(seal: Seal) -> None:
    world = World()
    ann = world.member("Ann")
    left, away = world.member("Left", archived=True), world.member("Away", inactive=True)
    both = world.member("Both", archived=True, inactive=True)
    workspace, other = world.workspace("Finance"), world.workspace("Other")
    trashed = world.document("workbook", "Old", workspace, archived=True)
    connection = world.connection("Closed", isArchived=True)
    team = world.team("Finance", left, away, both)
    closed = world.team("Closed", ann, archived=True)
    world.grant(workspace, "edit", team=team)
    world.grant(other, "edit", team=closed)
    world.grant(workspace, "edit", member=ann)
    world.grant(connection, "usage", member=ann)
    sealed = seal(world)
    for gone in (left, away, both):
        assert sealed.granted(gone, workspace) == "edit"
        assert sealed.effective(gone, workspace) is None
        assert sealed.effective(gone, sealed_home(world, gone)) is None
    assert sealed.granted(ann, other) == "no row"
    assert sealed.effective(ann, trashed) == "edit"
    assert sealed.effective(ann, connection) == "usage"
    archived = {row["inode_id"] for row in sealed.rows("from inodes where is_archived")}
    assert archived == {trashed, connection}
    statuses = {row["member_id"]: row["status"] for row in sealed.rows("from members")}
    assert (statuses[left], statuses[away], statuses[both]) == ("archived", "inactive", "archived")


def sealed_home(world: World, member: str) -> str:
    """Home folder of a member: even what they own cannot be used by someone who left."""
    return world.home(member)


def d6_the_account_type_caps_every_reason(seal: Seal) -> None:
    world = World()
    builds = "Create, edit, and publish workbooks"
    models = "Create, edit, and publish datasets"
    holdings: dict[str, tuple[str, ...]] = {
        "Nothing": (),
        "Reader": ("View workbooks", "View datasets"),
        "Explorer": ("Full explore",),
        "Basic": ("Basic explore",),
        "Builder": (builds,),
        "Refresher": ("Set workbook data refresh",),
        "Modeller": (models,),
        "Contributor": ("Contribute to shared folders",),
        "Connected": ("View connections",),
        "Annotator": ("View connections", "Annotate tables"),
        "Unconnected": ("Annotate tables",),
        "Manager": ("Manage connections",),
    }
    for name, permissions in holdings.items():
        world.account_type(name, *permissions)
    members = {name: world.member(name, name.upper()) for name in holdings}
    everyone = world.team("Everyone", *members.values())
    top = {word: world.workspace(word) for word in ("view", "explore", "organize", "edit")}
    for word, workspace in top.items():
        world.grant(workspace, word, team=everyone)
    documents = {
        (kind, word): world.document(kind, f"{kind} {word}", top[word])
        for kind in ("workbook", "report", "data_model")
        for word in ("view", "explore", "edit")
    }
    connections = {word: world.connection(word) for word in ("usage", "annotate", "admin")}
    for word, connection in connections.items():
        world.grant(connection, word, team=everyone)
    own = world.document("workbook", "Own", world.workspace("W"), owner=members["Reader"])
    home = world.document("workbook", "Home", world.home(members["Reader"]))
    sealed = seal(world)

    def left(name: str, kind: str) -> list[str | None]:
        return [
            sealed.effective(members[name], documents[kind, word])
            for word in ("view", "explore", "edit")
        ]

    assert left("Nothing", "workbook") == [None, None, None]
    assert left("Reader", "workbook") == ["view", "view", "view"]
    assert left("Basic", "workbook") == ["view", "view", "view"]
    assert left("Explorer", "workbook") == ["view", "explore", "explore"]
    assert left("Builder", "workbook") == ["view", "explore", "edit"]
    assert left("Refresher", "workbook") == ["view", "explore", "edit"]
    assert left("Explorer", "report") == ["view", "view", "view"]
    assert left("Builder", "report") == ["view", "view", "edit"]
    assert left("Modeller", "report") == [None, None, None]
    assert left("Reader", "data_model") == ["view", "view", "view"]
    assert left("Builder", "data_model") == [None, None, None]
    assert left("Modeller", "data_model") == ["view", "view", "edit"]
    assert sealed.effective(members["Reader"], own) == "view"
    assert sealed.effective(members["Reader"], home) == "view"
    shared = [sealed.effective(members["Nothing"], inode) for inode in top.values()]
    assert shared == ["view", "explore", "explore", "edit"]
    assert sealed.effective(members["Contributor"], top["organize"]) == "organize"
    data = {
        name: [sealed.effective(members[name], inode) for inode in connections.values()]
        for name in ("Nothing", "Unconnected", "Connected", "Annotator", "Manager")
    }
    assert data == {
        "Nothing": [None, None, None],
        "Unconnected": [None, None, None],
        "Connected": ["usage", "usage", "usage"],
        "Annotator": ["usage", "annotate", "annotate"],
        "Manager": ["usage", "annotate", "admin"],
    }
    assert {row["cap_certainty"] for row in sealed.access.values()} == {"known"}


def d6_what_is_not_read_caps_nothing(seal: Seal) -> None:
    world = World()
    unread = world.account_type("Secret", "View workbooks")
    world.fail("account_type_permissions", unread, "forbidden")
    secret = world.member("Secret", "Secret")
    stranger = world.member("Stranger", "Never heard of")
    reader = world.member("Reader", "View")
    workspace = world.workspace("Finance")
    workbook = world.document("workbook", "Q3", workspace)
    for member in (secret, stranger, reader):
        world.grant(workspace, "edit", member=member)
    sealed = seal(world)
    found = {
        (member, inode): (row["effective_permission"], row["cap_certainty"])
        for (member, inode), row in sealed.access.items()
    }
    assert found[secret, workbook] == ("edit", "not_read")
    assert found[stranger, workbook] == ("edit", "not_read")
    assert found[reader, workbook] == ("view", "known")
    # No account type takes managing a workspace away: the answer does not rest on the list.
    assert found[stranger, workspace] == ("edit", "known")


def d6_what_nobody_holds_under_a_known_name_caps_nothing(seal: Seal) -> None:
    world = World(with_auditor=False)
    world.account_types.clear()
    world.account_type("View", *VIEW)
    world.account_type("Odd", "Full explore", "Author workbooks (all kinds)")
    view, odd = world.member("View", "View"), world.member("Odd", "Odd")
    workspace = world.workspace("Finance")
    workbook = world.document("workbook", "Q3", workspace)
    model = world.document("data_model", "Model", workspace)
    shelf = world.workspace("Shelf")
    read = world.document("workbook", "Read", shelf)
    for member in (view, odd):
        world.grant(workspace, "edit", member=member)
        world.grant(shelf, "explore", member=member)
    sealed = seal(world)
    found = {
        (member, inode): (row["effective_permission"], row["cap_certainty"])
        for (member, inode), row in sealed.access.items()
    }
    assert found[view, workbook] == ("edit", "not_understood")
    assert found[odd, workbook] == ("edit", "not_understood")
    assert found[view, model] == ("edit", "not_understood")
    # Full explore is held by somebody in so many words, so that lacking it does cap.
    assert found[view, read] == ("view", "known")
    assert found[odd, read] == ("explore", "known")


def d7_account_types_are_named_in_any_case(seal: Seal) -> None:
    world = World()
    ann, ada = world.member("Ann", "vIEW"), world.member("Ada", "aDMIN")
    robot = world.member("Robot", "admin", member_id="SigmaSchedulerRobot")
    workspace = world.workspace("Finance")
    workbook = world.document("workbook", "Q3", workspace)
    world.grant(workbook, "edit", member=ann)
    sealed = seal(world)
    assert sealed.effective(ann, workbook) == "view"
    assert sealed.granted(ada, workbook) == "no row"
    facts = {row["member_id"]: row for row in sealed.rows("from members")}
    assert [facts[member]["is_admin"] for member in (ann, ada, robot)] == [False, True, True]
    assert [facts[member]["is_person"] for member in (ann, ada, robot)] == [True, True, False]


def d8_words_outside_the_order_are_kept_and_do_not_count(seal: Seal) -> None:
    world = World()
    ann = world.member("Ann")
    workspace, other = world.workspace("Finance"), world.workspace("Other")
    connection = world.connection("Snowflake")
    world.grant(workspace, "create", member=ann)
    world.grant(other, "usage", member=ann)
    world.grant(other, "view", member=ann)
    world.grant(connection, "update", member=ann)
    stranger = world.grant(workspace, "edit", team="0badf00d-0000-4000-8000-000000000000")
    nobody = world.grant(workspace, "edit", member="MemberNobody")
    team = world.team("Finance", ann)
    both = world.grant(workspace, "view", member="MemberAuditor", team=team)
    sealed = seal(world)
    assert sealed.paths(ann, workspace) == [("direct", "create", False)]
    assert sealed.access[ann, workspace]["granted_permission"] is None
    assert sealed.access[ann, workspace]["path_count"] == 0
    assert sealed.granted(ann, other) == "view"
    assert sealed.access[ann, other]["path_count"] == 1
    assert sealed.granted(ann, connection) is None
    kinds = {row["grant_id"]: row["principal_kind"] for row in sealed.rows("from grants")}
    assert (kinds[stranger], kinds[nobody]) == ("unknown", "unknown")
    doubled = [row["grant_id"] for row in sealed.rows("from grants where has_both_ids")]
    assert doubled == [both]
    words = {(row["kind"], row["word"]) for row in sealed.rows("from new_words")}
    assert {("permission", "create"), ("permission", "usage"), ("permission", "update")} <= words
    assert ("principal", "a member or team that is not listed") in words
    assert ("principal", "a member and a team at once") in words


def d9_a_paths_parent_is_its_own_path_less_one_name(seal: Seal) -> None:
    world = World()
    ann = world.member("Ann")
    one, two = world.connection("One"), world.connection("Two")
    table = world.path(one, "DB", 'Ünder "S"', "T")
    listed = world.path(one, "DB2")
    child = world.path(one, "DB2", "S")
    schema, leaf = world.path(two, "S"), world.path(two, "S", "T")
    namesake = world.path(one, "S")
    name = json.dumps(["DB", 'Ünder "S"'], separators=(",", ":"), ensure_ascii=False)
    made_schema = str(uuid.uuid5(uuid.UUID(one), name))
    made_database = str(uuid.uuid5(uuid.UUID(one), '["DB"]'))
    world.grant(one, "usage", member=ann)
    sealed = seal(world)
    nodes = sealed.rows("from inodes where plane = 'data'")
    inodes = {row["inode_id"]: row for row in nodes}
    assert len(inodes) == len(nodes)
    assert {i: inodes[i]["parent_id"] for i in inodes} == {
        one: None,
        two: None,
        table: made_schema,
        made_schema: made_database,
        made_database: one,
        listed: one,
        child: listed,
        schema: two,
        leaf: schema,
        namesake: one,
    }
    kinds = {i: inodes[i]["kind"] for i in (table, made_schema, made_database, schema, leaf)}
    assert list(kinds.values()) == ["table", "schema", "database", "schema", "table"]
    made = {i for i in inodes if inodes[i]["is_synthetic"]}
    assert made == {made_schema, made_database}
    assert sealed.granted(ann, table) == "usage"
    assert inodes[table]["path_text"] == 'One:DB.Ünder "S".T'


def d10_what_was_not_read_is_not_known(seal: Seal) -> None:
    world = World()
    ann = world.member("Ann")
    team = world.team("Finance", ann)
    closed, opened = world.workspace("Closed"), world.workspace("Opened")
    beneath = world.document("workbook", "Q3", closed)
    for inode in (closed, opened):
        world.grant(inode, "explore", team=team)
    world.fail("object_grants", closed, "forbidden")
    sealed = seal(world)
    certainty = {pair: row["certainty"] for pair, row in sealed.access.items()}
    assert certainty[ann, closed] == "at_least"
    assert certainty[ann, beneath] == "at_least"
    assert certainty[ann, opened] == "known"
    (gap,) = sealed.rows("from not_known")
    assert (gap["inode_id"], gap["endpoint"]) == (closed, "object_grants")
    assert sealed.one("select status from snapshot_info") == "incomplete"


def d11_writing_back_stands_beside_the_order(seal: Seal) -> None:
    world = World()
    world.account_type("Loader", "View connections", "Upload CSV")
    world.account_type("Looker", "View connections")
    world.account_type("Blind", "Upload CSV")
    connection, other = world.connection("Snowflake"), world.connection("Other")
    table = world.path(connection, "DB")
    loader, looker = world.member("Loader", "Loader"), world.member("Looker", "Looker")
    blind, gone = world.member("Blind", "Blind"), world.member("Gone", "Loader", archived=True)
    boss, user = world.member("Boss", "Admin"), world.member("User", "Loader")
    for member in (loader, looker, blind, gone):
        world.grant(connection, "writeback", member=member)
    world.grant(connection, "admin", member=boss)
    world.grant(connection, "usage", member=user)
    world.grant(other, "usage", member=loader)
    sealed = seal(world)
    can = {
        member
        for (member, inode), row in sealed.access.items()
        if row["can_write_back"] and inode == connection
    }
    assert can == {loader, boss}
    assert sealed.access[loader, table]["can_write_back"] is True
    assert sealed.access[loader, other]["can_write_back"] is False
    for inode in (connection, table):
        row = sealed.access[loader, inode]
        assert (row["granted_permission"], row["effective_permission"]) == (None, None)
        assert row["path_count"] == 0
        assert sealed.paths(loader, inode) == [("direct", "writeback", False)]
    assert sealed.rows("from new_words where kind = 'permission'") == []


def d11_below_known_words_nothing_is_claimed(seal: Seal) -> None:
    """Nobody holds any of the four words: they may be spelt otherwise, so nothing is capped."""
    world = World(with_auditor=False)
    world.account_types.clear()
    world.account_type("Odd", *VIEW, *[word for word in BUILD if "input" not in word])
    ann = world.member("Ann", "Odd")
    connection = world.connection("Snowflake")
    world.grant(connection, "writeback", member=ann)
    row = seal(world).access[ann, connection]
    assert (row["can_write_back"], row["cap_certainty"]) == (True, "not_understood")


RULES: dict[str, Callable[[Seal], None]] = {
    name: rule
    for name, rule in list(globals().items())
    if name[:1] in "rd" and name[1:2].isdigit() and callable(rule)
}
