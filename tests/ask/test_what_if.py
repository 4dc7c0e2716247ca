"""What if: equal to editing the world and asking again, in every relation that tells of access."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from sigma_audit.ask.member import access_of_member
from sigma_audit.ask.what_if import CHANGES, KEPT, WhatIf, laid, opened_as_if
from sigma_audit.ask.why import why_access
from sigma_audit.errors import ConfigError, NotFound
from sigma_audit.library import Library
from sigma_audit.snapshot import build
from sigma_audit.snapshot.pair import Pair
from sigma_audit.snapshot.store import Snapshot
from sql.test_oracle import random_world
from worlds import World

LIBRARY = Library()
Edit = Callable[[World], None]
# Everything that tells of members, teams, grants and access; the trees and the run are as they are.
TOLD = (
    *("members", "teams", "team_members", "grants", "access_sources", "principal_members"),
    *("access_paths", "effective_access", "access_words", "path_words", "redundant_grants"),
    *("not_known", "inode_gaps", "member_gaps", "leftovers", "team_holdings", "powers"),
    *("place_reach", "workspace_managers", "unread_teams", "account_type_caps", "inodes"),
    *("unread_grants", "unseen_subjects", "grant_covers", "latent_grants", "sleeping_grants"),
    *("grant_weights", "membership_weights", "leftover_grants", "listed_members"),
    *("object_reach", "principal_holdings", "admin_certainty"),
)
# Between those, or telling of the pages besides: words that nobody understood, counts of gaps.
REST = {
    *("anchor_counts", "anchor_principals", "member_places", "personal_moves", "personal_reach"),
    "shared_anchors",
    "digests",
    *(
        "grant_sites",
        "site_principals",
        "site_sets",
        "set_members",
        "sole_weights",
        "personal_access",
        "personal_sole",
        "principal_numbers",
        "numbered_members",
    ),
    "granted_worth",
    *("inferred_decisions", "new_words", "policy_measures", "trust_counts", "reliance"),
}


def delete_grant(grant: str) -> Edit:
    return lambda world: world.grants.__delitem__(grant)


def delete_team(team: str) -> Edit:
    def edit(world: World) -> None:
        del world.teams[team], world.team_members[team]
        for grant in [i for i, g in world.grants.items() if g["teamId"] == team]:
            del world.grants[grant]

    return edit


def leave_team(team: str, member: str) -> Edit:
    def edit(world: World) -> None:
        rows = world.team_members[team]
        world.team_members[team] = [row for row in rows if row["userId"] != member]

    return edit


def become(member: str, account_type: str) -> Edit:
    return lambda world: world.members[member].update(memberType=account_type)


def deactivate(member: str) -> Edit:
    return lambda world: world.members[member].update(isArchived=True)


def rows(snapshot: Snapshot, name: str) -> list[str]:
    return sorted(map(str, snapshot.sql(f"from {name}").rows))


def differing(path: Path, what_if: WhatIf, edited: Path) -> list[str]:
    """Relations in which supposing and having edited the world differ; none is what must be."""
    with opened_as_if(path, LIBRARY, what_if) as supposed, Snapshot.open(edited) as other:
        return [name for name in TOLD if rows(supposed, name) != rows(other, name)]


def edited(world: World, edits: list[Edit], folder: Path) -> Path:
    other = world.copy()
    for edit in edits:
        edit(other)
    return other.seal(folder)


def suppositions(world: World, dice: random.Random) -> tuple[WhatIf, list[Edit]]:
    """One of each kind, or fewer, drawn by the dice, with what each does to the world."""
    # What only a grant names is not listed once it is gone; supposing leaves it where it is.
    listed = world.inodes.keys() | world.connections.keys() | world.paths.keys()
    grants = [i for i, grant in world.grants.items() if grant["inodeId"] in listed]
    teams = [
        i
        for i in world.teams
        if all(
            grant["inodeId"] in listed for grant in world.grants.values() if grant["teamId"] == i
        )
    ]
    pairs = [
        (team, row["userId"])
        for team, members in world.team_members.items()
        for row in members
        if row["userId"] in world.members
    ]
    ids: dict[str, tuple[str, ...]] = {}
    edits: list[Edit] = []
    removed: set[str] = set()
    if teams and dice.random() < 0.4:
        team = dice.choice(teams)
        ids["without_team"] = (team,)
        removed = {i for i, grant in world.grants.items() if grant["teamId"] == team}
        pairs = [pair for pair in pairs if pair[0] != team]
        edits.append(delete_team(team))
    chosen = dice.sample(sorted(set(grants) - removed), min(2, len(set(grants) - removed)))
    ids["without_grant"] = tuple(chosen)
    edits += [delete_grant(grant) for grant in chosen]
    if pairs and dice.random() < 0.7:
        team, member = dice.choice(pairs)
        ids["without_member_of"] = (f"{team}:{member}",)
        edits.append(leave_team(team, member))
    people = [member for member, entry in world.members.items() if entry["memberType"] != "ADMIN"]
    name = dice.choice([entry["name"] for entry in world.account_types.values()])
    member = dice.choice(people)
    if dice.random() < 0.6:
        ids["as_account_type"] = (f"{member}={name}",)
        edits.append(become(member, name))
    if dice.random() < 0.6:
        member = dice.choice(people)
        ids["deactivated"] = (member,)
        edits.append(deactivate(member))
    return WhatIf(**ids), edits


@pytest.mark.parametrize("seed", range(2))
def test_supposing_is_editing_the_world_and_asking_again(seed: int, tmp_path: Path) -> None:
    dice = random.Random(seed)
    world = random_world(seed)
    what_if, edits = suppositions(world, dice)
    assert what_if
    assert differing(world.seal(tmp_path), what_if, edited(world, edits, tmp_path)) == []


class Firm:
    """Ann in Finance, Bob in it too; a grant to the team, one in person, one to everybody."""

    def __init__(self) -> None:
        self.world = world = World()
        self.ann, self.bob = world.member("Ann"), world.member("Bob", "Analyze")
        world.member("Ada", "Admin")
        self.team = world.team("Finance: all", self.ann, self.bob)
        self.space = world.workspace("Space")
        self.book = world.document("workbook", "Book", self.space)
        self.of_team = world.grant(self.space, "edit", team=self.team)
        self.in_person = world.grant(self.book, "view", member=self.ann)
        self.everyone = world.grant(self.space, "view")
        self.twice = world.grant(self.book, "edit", member=self.ann)  # the two may be for tags


@pytest.fixture(scope="module")
def firm() -> Firm:
    return Firm()


@pytest.fixture(scope="module")
def path(firm: Firm, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return firm.world.seal(tmp_path_factory.mktemp("firm"))


def test_each_supposition_alone(firm: Firm, path: Path, tmp_path: Path) -> None:
    """One kind at a time: a rule of `sql/what_if` that does nothing would be seen here."""
    member_of = "Finance: all:ann@example.test"
    for what_if, edit in (
        (WhatIf(without_grant=(firm.twice,)), delete_grant(firm.twice)),
        (WhatIf(without_team=("finance: ALL",)), delete_team(firm.team)),
        (WhatIf(without_member_of=(member_of,)), leave_team(firm.team, firm.ann)),
        (WhatIf(as_account_type=("Bob Test=build",)), become(firm.bob, "Build")),
        (WhatIf(deactivated=("bob@example.test",)), deactivate(firm.bob)),
    ):
        assert differing(path, what_if, edited(firm.world, [edit], tmp_path)) == []
        assert differing(path, what_if, path) != []


def test_everybody_as_one_account_type_and_one_as_another(firm: Firm, path: Path) -> None:
    what_if = WhatIf(as_account_type=("View", "ann@example.test=Build"))
    with opened_as_if(path, LIBRARY, what_if) as snapshot:
        found = dict(snapshot.sql("select member_id, account_type from members").rows)
    assert found[firm.ann] == "Build"
    assert {kind for member, kind in found.items() if member != firm.ann} == {"View"}
    with opened_as_if(path, LIBRARY, WhatIf(as_account_type=("view",)), "Ann Test") as snapshot:
        found = dict(snapshot.sql("select member_id, account_type from members").rows)
    assert (found[firm.ann], found[firm.bob]) == ("View", "Analyze")


def test_a_hypothetical_answer_says_so_and_is_as_complete_as_the_snapshot(
    firm: Firm, path: Path
) -> None:
    with Snapshot.open(path) as snapshot:
        facts = access_of_member(snapshot, LIBRARY, firm.ann).facts
        assert (facts["is_hypothetical"], facts["supposed"]) == (False, None)
    what_if = WhatIf(
        without_grant=(firm.of_team, firm.everyone), deactivated=("Ada Test", "Bob Test")
    )
    with opened_as_if(path, LIBRARY, what_if) as snapshot:
        facts = why_access(snapshot, LIBRARY, firm.bob, firm.book).facts
        assert facts["is_hypothetical"] is True
        assert facts["supposed"] == (
            "without the grant of Can manage on workspace Space to team Finance: all "
            f"({firm.of_team}); without the grant of Can view on workspace Space to everyone "
            f"in the organisation ({firm.everyone}); the account of Ada Test is deactivated; "
            "the account of Bob Test is deactivated"
        )
        # The credential's owner was an Admin when it was read, whatever is supposed of them.
        assert facts["status"] == "complete"
        assert "Bob Test" in facts["why_not"]


def test_in_a_pair_the_later_one_is_supposed(firm: Firm, path: Path) -> None:
    inputs, overlays = laid(path, LIBRARY, WhatIf(without_grant=(firm.of_team,)))
    with Pair(path, path, LIBRARY, inputs, {"after": overlays}) as pair:
        lowered = pair.sql(
            "select member_id, inode_id, change from access_changes order by all"
        ).rows
    assert {change for _, _, change in lowered} == {"lowered"}
    assert {member for member, _, _ in lowered} == {firm.ann, firm.bob}


@pytest.mark.parametrize(
    ("what_if", "said", "candidate"),
    [
        (WhatIf(without_grant=("nope",)), "no grant 'nope'", "Space"),
        (WhatIf(without_team=("Fin",)), "no team 'Fin'", "Finance: all"),
        (WhatIf(without_member_of=("Finance: all:Ada Test",)), "Ada Test is not in", "Ann Test"),
        (WhatIf(as_account_type=("Viewer",)), "no account type 'Viewer'", "Analyze"),
        (WhatIf(as_account_type=("Ann Test=Viewer",)), "no account type 'Viewer'", "Analyze"),
        (WhatIf(as_account_type=("Anne=View",)), "no member 'Anne'", "Ann Test"),
        (WhatIf(deactivated=("Bobb Test",)), "no member 'Bobb Test'", "Bob Test"),
    ],
)
def test_what_is_not_there_is_an_error_with_the_nearest(
    what_if: WhatIf, said: str, candidate: str, path: Path
) -> None:
    with pytest.raises(NotFound) as caught, opened_as_if(path, LIBRARY, what_if):
        pass
    assert said in caught.value.sentence
    assert candidate in str(caught.value.candidates)


@pytest.mark.parametrize(
    "what_if",
    [
        WhatIf(without_member_of=("Finance",)),
        WhatIf(without_member_of=(":ann@example.test",)),
        WhatIf(as_account_type=("View", "Build")),
        WhatIf(as_account_type=("Ann Test=View", "ann@example.test=Build")),
    ],
)
def test_what_cannot_be_supposed_is_an_error(what_if: WhatIf, path: Path) -> None:
    with pytest.raises(ConfigError), opened_as_if(path, LIBRARY, what_if):
        pass


def test_everything_downstream_is_made_again_or_kept_on_purpose() -> None:
    """A new relation that reads members, teams or grants belongs to TOLD, or to KEPT."""
    connection = duckdb.connect()
    queries = [*LIBRARY.queries("typed"), *LIBRARY.queries("model")]
    made = {f"main.{name}" for names in CHANGES.values() for name in names}
    for query in build.build_order(connection, queries):
        if build.tables_read(connection, query) & made and query.name not in KEPT:
            made.add(build.relation(query))
    assert {name.removeprefix("main.") for name in made} - {*TOLD} - REST == set()


def test_every_replacement_has_the_columns_of_what_it_replaces() -> None:
    queries = LIBRARY.queries("what_if")
    changed = {"suppositions", *(name for names in CHANGES.values() for name in names)}
    assert {query.name for query in queries} == changed
    for query in queries:
        sealed = LIBRARY.query("model", query.name)
        assert [name for name, _ in query.columns] == [name for name, _ in sealed.columns]
        assert query.grain == sealed.grain
    assert all(LIBRARY.has("model", name) for name in KEPT)
