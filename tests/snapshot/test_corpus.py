"""Snapshots that older versions have sealed are read like today's: the corpus holds one of each."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.make import FOLDER, corpus_file, corpus_world
from history.combined import LIBRARY, changes, draw, tell
from history.universe import Universe
from sigma_audit.ask.facts import snapshot_facts
from sigma_audit.cli.output import describe
from sigma_audit.history.diff import diff
from sigma_audit.snapshot.inventory import sealed_files
from sigma_audit.snapshot.pair import Pair
from sigma_audit.snapshot.shape import SCHEMA_VERSION
from sigma_audit.snapshot.store import Snapshot, relations
from worlds import World

OLDER = range(1, SCHEMA_VERSION)


@pytest.fixture(scope="module")
def today(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give what the corpus is of, as this version seals it."""
    return corpus_world().seal(tmp_path_factory.mktemp("today"))


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the same organisation after some changes."""
    world = corpus_world()
    twin = World(name="twin")
    for number, name in enumerate(("c1x", "c2x")):
        tell(Universe(twin, name).copy_into(world), draw(400 + number, 12))
    return world.seal(tmp_path_factory.mktemp("later"))


@pytest.mark.parametrize("version", OLDER)
def test_the_corpus_has_a_file_of_every_version(version: int) -> None:
    with Snapshot.open(corpus_file(version)) as snapshot:
        assert snapshot.info()["schema_version"] == version


@pytest.mark.parametrize("version", OLDER)
def test_nothing_changed_between_an_older_file_and_todays_of_the_same(
    version: int, today: Path
) -> None:
    assert changes(corpus_file(version), today) == []
    assert changes(today, corpus_file(version)) == []


@pytest.mark.parametrize("version", OLDER)
def test_an_older_file_is_compared_as_todays_would_be(
    version: int, today: Path, later: Path
) -> None:
    forth, back = changes(today, later), changes(later, today)
    assert len(forth) > 40
    assert changes(corpus_file(version), later) == forth
    assert changes(later, corpus_file(version)) == back


@pytest.mark.parametrize("version", OLDER)
def test_facts_say_that_an_older_version_has_sealed_it(version: int, today: Path) -> None:
    older = corpus_file(version)
    with Snapshot.open(older) as snapshot, Snapshot.open(today) as other:
        facts = snapshot_facts(snapshot, LIBRARY, {})
        assert (facts["schema_version"], facts["relations_version"]) == (version, SCHEMA_VERSION)
        trust = LIBRARY.query("sections", "frame_trust")
        items = {row["item"]: row["sentence"] for row in snapshot.run(trust).records()}
        assert f"schema {version}" in items["Sealed by an older version"]
        assert "Sealed by an older version" not in {
            row["item"] for row in other.run(trust).records()
        }
        assert other.info()["schema_version"] == other.info()["relations_version"]
        assert f"sealed by an older version (schema {version})" in describe(snapshot.info())
        assert "older" not in describe(other.info())
    with Pair(older, today, LIBRARY) as pair:
        sides = diff(pair, LIBRARY).facts
    assert sides["before"]["schema_version"] == version
    assert sides["after"]["schema_version"] == SCHEMA_VERSION


@pytest.mark.parametrize("version", OLDER)
def test_every_relation_of_today_is_there_in_an_older_file(version: int, today: Path) -> None:
    with Snapshot.open(corpus_file(version)) as snapshot, Snapshot.open(today) as other:
        names = [one["name"] for one in relations(other) if one["schema_name"] == "main"]
        assert len(names) > 60
        for name in names:
            described = f"select column_name, column_type from (describe {name})"
            assert snapshot.sql(described).rows == other.sql(described).rows, name
        for name in ("members", "grants", "effective_access", "access_paths", "not_known"):
            everything = f"from {name} order by all"
            assert snapshot.sql(everything).rows == other.sql(everything).rows, name


@pytest.mark.parametrize("version", OLDER)
def test_the_list_takes_an_older_file_as_it_is(version: int) -> None:
    listed = sealed_files(FOLDER).records()
    one = next(row for row in listed if row["file"] == str(corpus_file(version)))
    assert one["status"] == "incomplete"
    with Snapshot.open(corpus_file(version), as_sealed=True) as snapshot:
        assert snapshot.info()["schema_version"] == version


def columns_of(file: Path) -> set[str]:
    """Give every typed and model relation's columns with their types."""
    with Snapshot.open(file, as_sealed=True) as snapshot:
        found = snapshot.sql(
            "select concat_ws('.', schema_name, table_name, column_name) || ' ' || data_type from "
            " duckdb_columns() where schema_name in ('typed', 'main', 'raw', 'meta') "
            "and database_name = current_database()"
        )
    return {str(name) for (name,) in found.rows}


def test_the_newest_file_has_todays_relations_and_columns(today: Path) -> None:
    newest = corpus_file(SCHEMA_VERSION)
    assert newest.is_file(), "python tests/corpus/make.py"
    kept, built = columns_of(newest), columns_of(today)
    assert len(built) > 500
    assert kept == built, (
        f"what is built is no longer what {newest.name} holds: {sorted(kept ^ built)[:5]} …\n"
        f"If anybody may have sealed schema {SCHEMA_VERSION}: raise SCHEMA_VERSION in "
        "snapshot/shape.py and relations_version in sql/model/snapshot_info.sql by one. In any "
        "case: python tests/corpus/make.py, and commit the file it names. Files of older versions "
        "are never made again."
    )


def test_the_relations_of_two_older_files_are_kept_within_a_bound_and_made_whatever_they_take(
    today: Path, later: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = "select current_setting('memory_limit') as bound"
    older = corpus_file(SCHEMA_VERSION - 1)
    with Pair(today, later, LIBRARY) as pair, Snapshot.open(older) as alone:
        boundless = pair.sql(asked).one()
        assert alone.sql(asked).one() == boundless
    with Pair(older, older, LIBRARY) as pair:
        assert pair.sql(asked).one() == {"bound": "1.2 GiB"} != boundless
    told = changes(older, later)
    monkeypatch.setattr("sigma_audit.snapshot.overlay.LEAST", 2**20)
    monkeypatch.setattr("sigma_audit.snapshot.overlay.SHARE", 0)
    with Pair(older, later, LIBRARY) as pair:
        assert pair.sql(asked).one() == boundless
    assert changes(older, later) == told
