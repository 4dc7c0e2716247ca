"""Where memory is tight, relations are kept one by one; cut short, a resumed run ends the same."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest

from sigma_audit.errors import StorageError
from sigma_audit.library import Library
from sigma_audit.snapshot import build, frugal, ordered
from sigma_audit.snapshot.partial import partial_path
from sigma_audit.snapshot.store import Snapshot
from sigma_audit.snapshot.working import Working
from worlds import World


def world() -> World:
    made = World()
    ann = made.member("Ann")
    space = made.workspace("Space")
    made.grant(made.folder("Folder", space), "edit", member=ann)
    made.grant(space, "view", member=made.member("Bob"))
    return made


class Cut(Exception):
    """What kills the sealing."""


def test_a_tight_look_says_the_same_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("inodes", "planned_chains", "credential", "chain_states")
    working = world().working(tmp_path, Library())
    roomy = [working.relation(name) for name in names]
    working.save()
    monkeypatch.setattr(frugal, "MODEST", 0)
    tables = "select count(*) from duckdb_tables() where schema_name in ('typed', 'main')"
    for _ in range(2):
        assert [working.relation(name) for name in names] == roomy
        assert working._connection.execute(tables).fetchall() > [(30,)]
        working.save()
        assert working._connection.execute(tables).fetchall() == [(0,)]
    # Killed in a look, the run leaves relations; the one that goes on drops them.
    working.relation("inodes")
    working.close()
    working = Working.reopen(working.final, Library())
    assert working._connection.execute(tables).fetchall() == [(0,)]
    working.close()


def test_a_tight_sealing_that_was_cut_ends_as_one_in_a_single_transaction(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = Library()
    pages = world().working(tmp_path, library)
    pages.close()
    final, other = pages.final, tmp_path / "other.duckdb"
    shutil.copy(partial_path(final), partial_path(other))
    monkeypatch.setattr(frugal, "MODEST", 0)
    monkeypatch.setattr(ordered, "PART", 2)
    made = build.create

    def cut(connection: Any, query: Any, *given: Any, **flags: Any) -> None:
        if query.name == "verification_sentence":
            raise Cut
        made(connection, query, *given, **flags)

    monkeypatch.setattr(build, "create", cut)
    working = Working.reopen(final, library)
    with pytest.raises(Cut):
        working.seal()
    working.close()
    assert not final.exists()
    with duckdb.connect(str(partial_path(final)), read_only=True) as left:
        assert left.execute("select count(*) from snapshot_info").fetchone() == (1,)
    with pytest.raises(StorageError, match="not sealed"):
        Snapshot.open(partial_path(final))

    monkeypatch.setattr(build, "create", made)
    Working.reopen(final, library).seal()
    monkeypatch.undo()
    Working.reopen(other, library).seal()  # one transaction, parts of the usual size
    with duckdb.connect() as both:
        both.execute(f"attach '{final}' as one (read_only); attach '{other}' as two (read_only)")
        tables = both.execute(
            "select schema_name || '.' || table_name from duckdb_tables() "
            "where database_name = 'one' and schema_name in ('typed', 'main', 'meta')"
        ).fetchall()
        assert len(tables) > 100
        for (name,) in tables:
            for here, there in (("one", "two"), ("two", "one")):
                difference = f"from {here}.{name} except all from {there}.{name}"
                assert not both.execute(difference).fetchall(), name
        lies = "select inode_id, path_text from {}.inodes order by {}"
        assert (
            both.execute(lies.format("one", "rowid")).fetchall()
            == both.execute(lies.format("two", "inode_id")).fetchall()
        )
