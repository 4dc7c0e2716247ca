from __future__ import annotations

import hashlib
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from sigma_audit.library import Library
from sigma_audit.snapshot.checksum import checksum_path, read_checksum, write_checksum
from sigma_audit.snapshot.verify import FAILED, NOT_CHECKED, OK, verify
from worlds import World

LIBRARY = Library()


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    world = World()
    ann = world.member("Ann")
    space = world.workspace("Space")
    book = world.document("workbook", "Book", space, ann)
    world.grant(book, "view", team=world.team("Readers", ann))
    working = world.working(tmp_path_factory.mktemp("verify"), LIBRARY)
    working.update_run(sql_digest=LIBRARY.digest())
    return working.seal()


@pytest.fixture
def file(original: Path, tmp_path: Path) -> Path:
    copied = tmp_path / original.name
    shutil.copy(original, copied)
    shutil.copy(checksum_path(original), checksum_path(copied))
    return copied


def statuses(file: Path) -> dict[str, str]:
    return {one.check: one.status for one in verify(file, LIBRARY)}


def test_an_untouched_file_is_whole(file: Path) -> None:
    found = statuses(file)
    assert found == dict.fromkeys(("checksum", "opens", "storage", "relations", "integrity"), OK)
    assert {path.name for path in file.parent.iterdir()} == {file.name, file.name + ".sha256"}


def test_the_checksum_is_as_coreutils_reads_it(file: Path) -> None:
    said = checksum_path(file).read_text()
    assert said == f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n"
    if tool := shutil.which("sha256sum"):
        command = [tool, "--check", "--strict", checksum_path(file).name]
        subprocess.run(command, cwd=file.parent, check=True, capture_output=True)
    assert checksum_path(file).stat().st_mode & 0o777 == 0o600


def test_a_missing_checksum_is_not_checked_and_a_garbled_one_fails(file: Path) -> None:
    checksum_path(file).unlink()
    assert statuses(file)["checksum"] == NOT_CHECKED
    file.write_text("not a database")
    checksum_path(file).write_text("nonsense")
    assert read_checksum(file) == ""
    assert statuses(file)["checksum"] == FAILED


TOUCHES = {
    "main.members": "update main.members set is_admin = false",
    "main.grants": "delete from main.grants",
    "main.team_members": "insert into main.team_members select * from main.team_members",
    "typed.members": "update typed.members set email = 'x@example.test'",
    "main.effective_access": "create or replace view main.effective_access as select 1 as one",
    "main.not_known": "drop table main.not_known",
    "main.extra": "create table main.extra as select 1 as one",
    "main.teams": "alter table main.teams add column more integer",
    "meta.integrity": "update meta.integrity set found = 1",
}


def test_what_was_touched_is_named_and_nothing_else(file: Path) -> None:
    with duckdb.connect(str(file)) as connection:
        for statement in TOUCHES.values():
            connection.execute(statement)
    write_checksum(file, file)  # whoever changes the file can change its checksum too
    found = statuses(file)
    assert found["checksum"] == OK
    assert {check for check, status in found.items() if status == FAILED} == TOUCHES.keys()


def test_touched_pages_are_caught_by_what_follows_from_them(file: Path) -> None:
    with duckdb.connect(str(file)) as connection:
        connection.execute("update raw.members set body = replace(body, 'Ann', 'Bob')")
    found = statuses(file)
    assert found["checksum"] == FAILED
    assert found["main.members"] == found["typed.members"] == FAILED


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:5000])


def _replaced(file: Path) -> None:
    file.write_text("not a database")


def _gone(file: Path) -> None:
    file.unlink()


@pytest.mark.parametrize("spoil", [_cut, _replaced, _gone])
def test_a_spoilt_file_is_told_and_never_raises(spoil: Callable[[Path], None], file: Path) -> None:
    spoil(file)
    found = statuses(file)
    assert found["checksum"] == found["opens"] == FAILED


def test_a_log_beside_says_that_something_was_written(file: Path) -> None:
    file.with_name(file.name + ".wal").write_bytes(b"")
    assert statuses(file)["log"] == FAILED


def test_what_other_sql_made_is_not_made_again(tmp_path: Path) -> None:
    working = World().working(tmp_path, LIBRARY)
    working.update_run(sql_digest="other")
    found = statuses(working.seal())
    assert found["relations"] == NOT_CHECKED
    assert FAILED not in found.values()
