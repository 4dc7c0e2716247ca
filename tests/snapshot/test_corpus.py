"""Snapshots that older versions have sealed are read like today's: the corpus holds one of each."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.make import corpus_file, corpus_world
from history.combined import changes, draw, tell
from history.universe import Universe
from sigma_audit.snapshot.shape import SCHEMA_VERSION
from sigma_audit.snapshot.store import Snapshot
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
