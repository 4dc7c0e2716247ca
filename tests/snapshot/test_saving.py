"""A batch of pages for which memory is short is written again in more, or said and kept out."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from sigma_audit.collect.endpoints import ENDPOINTS
from sigma_audit.errors import StorageError
from sigma_audit.library import Library
from sigma_audit.snapshot import frugal, partial, saving
from sigma_audit.snapshot import working as writing
from sigma_audit.snapshot.partial import Run, partial_path, storage_error
from sigma_audit.snapshot.saving import Chain, Page
from sigma_audit.snapshot.shape import SCHEMA_VERSION
from sigma_audit.snapshot.working import Working

NOW = datetime(2026, 6, 1)
BODIES = [str(number) * 1_000_000 for number in range(1, 5)]
PAGES = [Page("members", "", 1, number, NOW, body) for number, body in enumerate(BODIES, 1)]
CHAIN = Chain("members", "", 1, "complete", 4, 4, None, 0, 200, "", None, NOW, NOW)


def begun(final: Path) -> Working:
    run = Run(
        "s", "o", "http://127.0.0.1:1", "emulator", "m", "full", NOW, None, "1", SCHEMA_VERSION, "d"
    )
    return Working.create(final, run, ENDPOINTS, Library())


def test_what_lacks_memory_while_it_is_written_is_written_in_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    working = begun(tmp_path / "x.duckdb")
    monkeypatch.setattr(frugal, "LEAST", 2 * 2**20)
    working.save(PAGES, [CHAIN])
    assert working._frugal._factor > 1, "the bound that was too low was raised"
    assert working.bodies("members", "", 1) == BODIES
    assert working.chains() == [CHAIN]
    working.close()


def test_pages_are_taken_a_portion_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    working = begun(tmp_path / "x.duckdb")
    working.save(PAGES, [CHAIN])
    monkeypatch.setattr(writing, "PORTION", 3)
    assert working.bodies("members", "", 1) == BODIES[:3]
    assert working.bodies("members", "", 1, 3) == BODIES[3:]
    assert working.bodies("members", "", 1, 4) == []
    working.close()


def test_what_never_fits_is_said_and_what_was_there_before_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    working = begun(tmp_path / "x.duckdb")
    teams = Page("teams", "", 1, 1, NOW, "{}")
    working.save([teams])
    monkeypatch.setattr(frugal, "MOST", 1)
    working._frugal._set(2 * 2**20)
    with pytest.raises(StorageError, match="not enough memory") as caught:
        working.save(PAGES, [CHAIN])
    assert "--resume" in str(caught.value.hint)
    assert str(partial_path(working.final)) in caught.value.sentence
    working.close()
    working = Working.reopen(working.final, Library())
    assert working.bodies("teams", "", 1) == ["{}"]
    assert working.bodies("members", "", 1) == []
    working.save(PAGES, [CHAIN])
    assert working.bodies("members", "", 1) == BODIES
    working.close()


@pytest.mark.parametrize(
    ("error", "is_short_of_memory"),
    [
        # As DuckDB said them to a process whose address space was limited.
        (
            duckdb.FatalException(
                "FATAL Error: Failed to rollback transaction. Cannot continue operation.\n"
                "Error: Out of Memory Error: Allocation failure"
            ),
            True,
        ),
        (
            duckdb.FatalException(
                "FATAL Error: Failed to create checkpoint because of error: Allocation failure"
            ),
            True,
        ),
        (duckdb.IOException("IO Error: Could not write file: No space left on device"), False),
    ],
)
def test_what_was_short_is_named_even_where_that_stands_further_down(
    error: duckdb.Error, is_short_of_memory: bool, tmp_path: Path
) -> None:
    said = storage_error(error, tmp_path / "x.duckdb.partial")
    assert said.sentence.startswith("not enough memory") == is_short_of_memory
    assert ("Allocation failure" in said.sentence) == is_short_of_memory
    assert ("free some space" in str(said.hint)) != is_short_of_memory


def test_what_cannot_even_begin_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    final = tmp_path / "x.duckdb"

    def short(path: Path) -> None:
        path.write_bytes(b"")
        raise storage_error(duckdb.OutOfMemoryException("Allocation failure"), path)

    monkeypatch.setattr(partial, "connect", short)
    with pytest.raises(StorageError, match="not enough memory"):
        begun(final)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("x.")] == []


def test_a_look_that_never_fits_blames_no_query(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    working = begun(tmp_path / "x.duckdb")
    monkeypatch.setattr(frugal, "ROOMY", 2**20)
    monkeypatch.setattr(frugal, "MOST", 1)
    with pytest.raises(StorageError, match="not enough memory"):
        working.relation("open_chains")
    working.close()


def test_a_run_whose_file_is_removed_says_so_and_makes_none_in_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    working = begun(tmp_path / "x.duckdb")
    working.save(PAGES, [CHAIN])
    monkeypatch.setattr(frugal, "MODEST", 0)  # such a file is closed and opened before a look
    first = working._connection
    assert working.relation("open_chains") is not None
    assert working._connection is not first
    assert working.bodies("members", "", 1) == BODIES
    working.save([])
    partial_path(working.final).unlink()
    with pytest.raises(StorageError, match="was removed"):
        working.relation("open_chains")
    working.close()
    assert not partial_path(working.final).exists()


def test_the_journal_of_a_run_that_was_removed_is_no_part_of_the_next(tmp_path: Path) -> None:
    final = tmp_path / "x.duckdb"
    working = begun(final)
    working.save(PAGES, [CHAIN])
    journal = Path(f"{partial_path(final)}.wal")
    left = journal.read_bytes()
    working.close()
    partial_path(final).unlink()
    journal.write_bytes(left)  # as after a kill, when only the file itself is removed
    working = begun(final)
    assert working.chains() == []
    assert working.bodies("members", "", 1) == []
    working.close()


def test_what_is_written_beside_a_look_is_there_in_the_next(tmp_path: Path) -> None:
    working = begun(tmp_path / "x.duckdb")
    assert working.is_small()
    before = working.relation("open_chains", is_beside=True)
    gone = {(row["endpoint"], row["parent_id"]) for row in before}
    assert ("members", "") in gone
    working.save([Page("members", "", 1, 1, NOW, '{"entries": []}')], [CHAIN])
    assert working.seen("open_chains") == before, "a look does not change under who looks"
    after = working.relation("open_chains", is_beside=True)
    assert {(row["endpoint"], row["parent_id"]) for row in after} == gone - {("members", "")}
    working.relation("open_chains")
    working.save([Page("teams", "", 1, 1, NOW, "{}")])
    assert working.seen("open_chains") is None, "one that nobody writes beside is over"
    working.close()


def test_a_look_that_began_before_a_batch_was_there_does_not_serve_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    working = begun(tmp_path / "x.duckdb")
    write = saving.save

    def look_first(*given: Any) -> None:
        working.relation("open_chains", is_beside=True)
        write(*given)

    monkeypatch.setattr("sigma_audit.snapshot.working.save", look_first)
    working.relation("open_chains", is_beside=True)
    working.save(PAGES, [CHAIN])
    after = working.relation("open_chains", is_beside=True)
    assert "members" not in {row["endpoint"] for row in after}
    working.close()


def test_what_lacks_memory_beside_a_look_ends_it_and_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    working = begun(tmp_path / "x.duckdb")
    working.relation("open_chains", is_beside=True)
    monkeypatch.setattr(frugal, "LEAST", 2 * 2**20)
    working._frugal._set(2 * 2**20)
    working.save(PAGES, [CHAIN])
    assert working._frugal._factor > 1, "the bound that was too low was raised"
    assert working.seen("open_chains") is None
    assert working.bodies("members", "", 1) == BODIES
    working.close()


def test_a_journal_that_waits_to_be_packed_lets_nobody_look_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    working = begun(tmp_path / "x.duckdb")
    assert working.is_small()
    monkeypatch.setattr(frugal, "UNPACKED", 2**20)
    working.save(PAGES, [CHAIN])
    assert not working.is_small()
    working.relation("open_chains")
    assert working.is_small(), "packed before the look"
    working.close()
