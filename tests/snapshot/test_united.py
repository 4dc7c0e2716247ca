"""Snapshots laid side by side say of each what it says alone; read once is only what is alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from history.days import drawn_days
from history.turns import hold, listed
from history.universe import Universe
from sigma_audit.ask.exposure import exposure
from sigma_audit.library import Library
from sigma_audit.snapshot.build import tables_read
from sigma_audit.snapshot.shelf import Shelf, Taken
from sigma_audit.snapshot.store import Snapshot
from sigma_audit.snapshot.united import SLICES, United
from worlds import World

LIBRARY = Library()
DIGESTS = LIBRARY.query("model", "digests")
# What a value is changed to, by its type.
OTHER = {
    "VARCHAR": "coalesce({c}, '') || '*'",
    "BOOLEAN": "not coalesce({c}, false)",
    "INTEGER": "{c} + 1",
    "TIMESTAMP": "{c} + interval 1 second",
}
# A row of each relation on which the answer about a member and an inode rests.
ROWS = {
    "inode_ancestry": "inode_id = '{inode}' and distance = 0",
    "access_sources": "source_inode_id = '{inode}' and principal_kind = 'team'",
    "principal_members": "member_id = '{member}' and principal_kind = 'team'",
    "inodes": "inode_id = '{inode}'",
    "inode_gaps": "inode_id = '{inode}'",
    "members": "member_id = '{member}'",
    "member_gaps": "member_id = '{member}'",
    "account_type_caps": "true",
}
STEPS = 7
ASKED = ("budgets", "q3", "note", "table")
Cell = tuple[str, str, int]


# -- what is alike ----------------------------------------------------------------------------


@dataclass
class Twins:
    """A snapshot twice in memory, `first` and `second`, on a shelf; and whom to ask about what."""

    shelf: Shelf
    relations: tuple[str, ...]
    member_id: str
    inode_id: str

    def change(self, relation: str, statement: str) -> None:
        """Make `second` anew, as `first`, but for one change, and its digests of that."""
        self.shelf.do("detach database if exists second")
        self.shelf.do("attach ':memory:' as second")
        for name in self.relations:
            self.shelf.do(f"create table second.{name} as from first.{name}")
        row = ROWS[relation].format(member=self.member_id, inode=self.inode_id)
        chosen = f"(select min(rowid) from second.{relation} where {row})"
        assert self.shelf.do(f"from {chosen}") != [(None,)], relation
        self.shelf.do(f"{statement.format(r=f'second.{relation}')} where rowid = {chosen}")
        self.digest()

    def digest(self) -> None:
        """Give `second` the digests of what it holds."""
        self.shelf.do("delete from second.digests")
        with self.shelf.within("second"):
            self.shelf.do(f"insert into second.digests {DIGESTS.sql}")

    def turns(self, member_id: str | None, inode_id: str | None) -> bool:
        """Whether the second is asked anew about the pair."""
        self.shelf.lay(self.shelf.taken)
        United(self.shelf, LIBRARY, self.shelf.taken, member_id, inode_id)
        pair: dict[str, object] = {"member_id": self.member_id, "inode_id": self.inode_id}
        found = self.shelf.do(
            "select snapshot_no from series.moments "
            "where member_id = $member_id and inode_id = $inode_id order by 1",
            pair,
        )
        assert found[0] == (0,)
        return found == [(0,), (1,)]


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Twins]:
    world = World(plan="standard")
    universe = Universe(world, "uni")
    world.fail("object_grants", universe.ids["budgets"])
    world.fail("member_grants", universe.ids["bob"])
    path = world.seal(tmp_path_factory.mktemp("twins"))
    with Shelf([]) as shelf:
        names = {"digests", "permission_levels", "permission_translations", "chain_states"}
        for query in (DIGESTS, *LIBRARY.queries("slices")):
            read = tables_read(shelf._connection, query)
            names |= {name.removeprefix("main.") for name in read if name.startswith("main.")}
        shelf.do(f"attach '{path}' as sealed (read_only)")
        shelf.do("attach ':memory:' as first")
        for name in names:
            shelf.do(f"create table first.{name} as from sealed.main.{name}")
        start = datetime(2026, 7, 1, 9)
        shelf.taken = tuple(
            Taken(path, alias, "org", "sigma", start + timedelta(days=day), "standard", "complete")
            for day, alias in enumerate(("first", "second"))
        )
        shelf._alias = {alias: alias for alias in ("first", "second")}
        yield Twins(shelf, tuple(names), universe.ids["bob"], universe.ids["budgets"])


def columns_read(relation: str) -> list[str]:
    """Every column that some file of `sql/slices` reads of a relation."""
    of_it = (q for q in LIBRARY.queries("slices") if f"from main.{relation}" in q.sql)
    return sorted({name for query in of_it for name, _ in query.columns})


@pytest.mark.parametrize("relation", SLICES)
def test_whatever_is_read_of_a_snapshot_makes_it_another_where_it_changes(
    twins: Twins, relation: str
) -> None:
    told = twins.shelf.do(f"select column_name, column_type from (describe first.{relation})")
    columns = columns_read(relation)
    assert len(columns) > 1
    for change in [
        *(f"update {{r}} set {c} = {OTHER[dict(told)[c]].format(c=c)}" for c in columns),
        "delete from {r}",
    ]:
        twins.change(relation, change)
        assert twins.turns(None, twins.inode_id), change
        assert twins.turns(twins.member_id, None), change


def test_what_is_gone_with_all_that_is_alike_is_another(twins: Twins) -> None:
    here = f"right(inode_id, 3) = right('{twins.inode_id}', 3)"
    for relations, key in (
        (("inodes", "inode_ancestry", "inode_gaps"), "inode_id"),
        (("access_sources",), "source_inode_id"),
    ):
        twins.change("account_type_caps", "update {r} set certainty = certainty")
        for name in relations:
            twins.shelf.do(f"delete from second.{name} where {here.replace('inode_id', key, 1)}")
        twins.digest()
        assert twins.turns(None, twins.inode_id), key
        assert twins.turns(twins.member_id, None), key


def test_what_is_as_it_was_is_not_asked_again(twins: Twins) -> None:
    twins.change("inodes", "update {r} set name = 'the answers do not rest on it'")
    for asked in ((None, twins.inode_id), (twins.member_id, None)):
        assert not twins.turns(*asked)


# -- what is said -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Path], set[str]]:
    """Days with changes of every kind, on most of them some answer missing; and what to ask."""
    files, universe = drawn_days(tmp_path_factory.mktemp("days"), 11, STEPS)
    return files, {universe.ids[name] for name in ASKED}


@pytest.fixture(scope="module")
def alone(days: tuple[list[Path], set[str]]) -> tuple[dict[Cell, str], set[Cell]]:
    """State of every pair that is asked about and listed, each snapshot asked alone; all listed."""
    files, asked = days
    states: dict[Cell, str] = {}
    listed: set[Cell] = set()
    for number, file in enumerate(files):
        with Snapshot.open(file) as opened:
            for row in opened.run(LIBRARY.query("questions", "sightings")).records():
                usable = row["effective_permission"] or row["can_write_back"]
                cell = (row["member_id"], row["inode_id"], number)
                states[cell] = "usable" if usable else "granted"
            members, inodes = (
                {
                    row[0]
                    for row in opened._connection.execute(f"select {key} from {name}").fetchall()
                }
                for name, key in (("members", "member_id"), ("inodes", "inode_id"))
            )
        listed |= {(m, i, number) for m in members for i in inodes & asked}
        with Shelf([file]) as shelf:
            for inode_id in sorted(inodes & asked):
                for row in exposure(shelf, LIBRARY, None, inode_id).records():
                    states.setdefault((row["member_id"], inode_id, number), row["state"])
    return states, listed


def said(shelf: Shelf, member_id: str | None, inode_id: str | None) -> dict[Cell, str]:
    """State of every pair in every snapshot, as the intervals of one question tell it."""
    found: dict[Cell, str] = {}
    for row in exposure(shelf, LIBRARY, member_id, inode_id).records():
        for number, one in enumerate(shelf.taken):
            if row["first_seen"] <= one.taken_at <= row["last_seen"]:
                assert (row["member_id"], row["inode_id"], number) not in found
                found[row["member_id"], row["inode_id"], number] = row["state"]
    return found


def test_days_side_by_side_say_what_each_says_alone(
    days: tuple[list[Path], set[str]], alone: tuple[dict[Cell, str], set[Cell]]
) -> None:
    states, listed = alone
    compared = dict.fromkeys(("usable", "granted", "not_known", "without"), 0)
    with Shelf(days[0]) as shelf:
        assert len(shelf.taken) == STEPS
        for inode_id in sorted({inode for _, inode, _ in listed}):
            told = said(shelf, None, inode_id)
            for cell in listed:
                if cell[1] == inode_id:
                    state = told.get(cell, "without")
                    assert state == states.get(cell, "without"), cell
                    compared[state] += 1
        for member_id in sorted({member for member, _, _ in listed}):
            told = said(shelf, member_id, None)
            seen = {
                cell[1]
                for cell, state in states.items()
                if cell[0] == member_id and state in ("usable", "granted")
            }
            for cell in listed:
                if cell[0] == member_id and cell[1] in seen:
                    assert told.get(cell, "without") == states.get(cell, "without"), cell
    assert min(compared.values()) > 2, compared


def test_neighbours_are_asked_what_happened_wherever_something_did(
    days: tuple[list[Path], set[str]],
) -> None:
    files = days[0][:5]
    held = hold(files, listed(files)[::3])
    assert held.steps == 80
    assert 0 < held.happened <= held.asked < held.steps // 2, held


def test_who_is_not_listed_had_no_access_only_where_the_list_is_whole(tmp_path: Path) -> None:
    world = World(name="left")
    universe = Universe(world, "uni")
    files = []
    for day, is_whole in enumerate((True, True, False)):
        world = world.copy()
        world.taken_at += timedelta(days=1)
        if day:
            world.members.pop(universe.ids["cyd"], None)
        if not is_whole:
            world.fail("members")
        files.append(world.seal(tmp_path, LIBRARY))
    cyd, vault = universe.ids["cyd"], universe.ids["vault"]
    with Shelf(files) as shelf:
        for asked in ((cyd, None), (None, vault), (cyd, vault)):
            told = said(shelf, *asked)
            states = [told.get((cyd, vault, day), "without") for day in range(3)]
            assert states == ["usable", "without", "not_known"]


@pytest.mark.parametrize("stay_open", [0, 1])
def test_what_does_not_stay_open_says_the_same(
    days: tuple[list[Path], set[str]], stay_open: int
) -> None:
    files, query = days[0][:4], LIBRARY.query("questions", "head_counts")
    inode_id = next(value for key, value in listed(files) if key == "inode_id")
    told = []
    for most in (None, stay_open):
        with Shelf(files, stay_open=most) as shelf:
            shelf.gather("head_counts", query, {}, shelf.taken)
            intervals = said(shelf, None, inode_id)
            told.append((sorted(shelf.do("from series.head_counts")), intervals))
            (count,) = shelf.do("select count(*) from duckdb_databases() where path is not null")[0]
            assert count == (4 if most is None else most)
    assert told[0] == told[1]
    assert len(told[0][0]) == 4 * 5
    assert told[0][1]
