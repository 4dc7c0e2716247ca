"""Whatever a diff tells of a subject itself makes another number of what a snapshot says of it."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from history.combined import LIBRARY
from history.universe import Universe
from sigma_audit.snapshot.store import bind
from worlds import World

QUERY = LIBRARY.query("questions", "subject_facts")
RELATIONS = (
    "inode_ancestry",
    "members",
    "teams",
    "team_members",
    "inodes",
    "connections",
    "grants",
)
OTHER = {"BOOLEAN": "not coalesce({c}, false)", "VARCHAR": "coalesce({c}, '') || '*'"}
# Of each entity whose columns are compared: where it stands, which row, whom it is about.
ROWS = [
    ("member", "members", {"member_id": "bob"}, ["bob"]),
    ("team", "teams", {"team_id": "team fin"}, ["team fin"]),
    ("team_member", "team_members", {"team_id": "team fin", "member_id": "bob"}, ["bob"]),
    ("team_member", "team_members", {"team_id": "team fin", "member_id": "bob"}, ["team fin"]),
    ("inode", "inodes", {"inode_id": "q3"}, ["q3"]),
    ("connection", "connections", {"connection_id": "snow"}, ["snow"]),
    ("grant", "grants", {"inode_id": "budgets", "principal_id": "team fin"}, ["budgets"]),
    ("grant", "grants", {"inode_id": "budgets", "principal_id": "team fin"}, ["team fin"]),
    ("grant", "grants", {"inode_id": "vault", "principal_id": "cyd"}, ["vault", "cyd"]),
]  # fmt: skip
NOISE = [
    ("members", "updated_at = '2001-01-01'", "bob"),
    ("inodes", "updated_at = '2001-01-01', path_text = 'elsewhere'", "q3"),
    ("team_members", "added_by = 'somebody'", "team fin"),
    ("grants", "grant_id = 'again ' || grant_id, updated_at = '2001-01-01'", "budgets"),
]


class Changing:
    """A snapshot in memory, and what it says of a subject while something of it is changed."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, universe: Universe) -> None:
        self.connection, self.ids = connection, universe.ids

    def facts(self, subject: str) -> object:
        """Give the number of what is said of a member, an object or a team."""
        kind = "member_id" if subject in ("bob", "cyd", "dan", "ann") else "inode_id"
        kind = "team_id" if subject.startswith("team ") else kind
        bound = bind(QUERY, {kind: self.ids[subject]})
        row = self.connection.execute(QUERY.sql, bound).fetchone()
        assert row is not None
        return row[0]

    def is_other(self, statement: str, subject: str) -> bool:
        """Whether the number becomes another by a statement, which is taken back."""
        was = self.facts(subject)
        self.connection.execute("begin")
        try:
            assert self.connection.execute(statement).fetchall() != [(0,)], statement
            return self.facts(subject) != was
        finally:
            self.connection.execute("rollback")


@pytest.fixture(scope="module")
def changing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Changing]:
    world = World(plan="standard")
    universe = Universe(world, "uni")
    path = world.seal(tmp_path_factory.mktemp("turns"))
    with duckdb.connect() as connection:
        connection.execute(f"attach '{path}' as sealed (read_only)")
        for name in RELATIONS:
            connection.execute(f"create table {name} as from sealed.main.{name}")
        yield Changing(connection, universe)


def compared(entity: str) -> list[str]:
    """Every column of an entity that a diff compares."""
    text = LIBRARY.query("history", "compared_columns").sql
    rows = (
        duckdb.connect()
        .execute(f'select entity, "column" from ({text}) where is_compared')
        .fetchall()
    )
    return [column for of, column in rows if of == entity]


def test_every_change_that_is_about_a_subject_is_in_its_number(changing: Changing) -> None:
    tried = 0
    for entity, relation, key, subjects in ROWS:
        where = " and ".join(f"{name} = '{changing.ids[value]}'" for name, value in key.items())
        described = changing.connection.execute(f"describe {relation}").fetchall()
        types = {name: kind for name, kind, *_ in described}
        assert len(compared(entity)) > 0
        for change in (
            f"delete from {relation}",
            *(
                f"update {relation} set {c} = {OTHER[types[c]].format(c=c)}"
                for c in [*key, *compared(entity)]
            ),
        ):
            for subject in subjects:
                assert changing.is_other(f"{change} where {where}", subject), (change, subject)
                tried += 1
    assert tried > 40


def test_who_owned_and_who_owns_is_told_of_both(changing: Changing) -> None:
    q3, ann = changing.ids["q3"], changing.ids["ann"]
    for subject in ("dan", "ann"):
        given = f"update inodes set owner_id = '{ann}' where inode_id = '{q3}'"
        assert changing.is_other(given, subject)


def test_what_moves_without_a_change_is_not_in_it(changing: Changing) -> None:
    for relation, noise, subject in NOISE:
        assert not changing.is_other(f"update {relation} set {noise}", subject), noise


def test_what_moves_beneath_a_grant_of_a_team_is_in_its_number(changing: Changing) -> None:
    budgets, q3 = changing.ids["budgets"], changing.ids["q3"]
    reached = f"from inode_ancestry where inode_id = '{q3}' and ancestor_id = '{budgets}'"
    assert changing.is_other(f"delete {reached}", "team fin")
    elsewhere = f"delete from inode_ancestry where inode_id = '{changing.ids['vault']}'"
    assert not changing.is_other(elsewhere, "team fin")
