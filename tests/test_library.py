"""The library reads headers strictly: a mistake names the file, the line and the key."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sigma_audit.errors import ConfigError, LibraryError, NotFound
from sigma_audit.library import Library, Param, packaged_root, parse

GOOD = """\
-- purpose:  Members who have been away
--           for long.
-- grain:    member_id, team_id
-- as:       view
-- params:
--   idle_days integer = 90 — days without activity
--   team varchar — the team's name
-- columns:
--   member_id   the member
--   team_id     the team they are in
select 1 as member_id, 2 as team_id
"""


def test_a_header_is_read_whole() -> None:
    query = parse(GOOD, "away", "checks", "sql/checks/away.sql")
    assert query.purpose == "Members who have been away for long."
    assert query.grain == ("member_id", "team_id")
    assert query.kind == "view"
    assert query.columns == (("member_id", "the member"), ("team_id", "the team they are in"))
    assert query.params == (
        Param("idle_days", "integer", "90", "days without activity"),
        Param("team", "varchar", None, "the team's name"),
    )


@pytest.mark.parametrize(
    ("before", "after", "line", "key"),
    [
        ("-- grain:", "-- grian:", 3, "grian"),
        ("-- as:       view", "-- as:       macro", 4, "as"),
        ("--   member_id   the member\n", "--   member_id\n", 9, "columns"),
        ("integer = 90 — days", "integer = 90 days", 6, "params"),
        ("-- grain:    member_id, team_id\n", "", 1, "grain"),
        ("-- grain:", "--grain:", 3, "purpose"),
    ],
)
def test_a_mistake_names_file_line_and_key(before: str, after: str, line: int, key: str) -> None:
    assert before in GOOD
    with pytest.raises(LibraryError) as caught:
        parse(GOOD.replace(before, after), "away", "checks", "sql/checks/away.sql")
    assert (caught.value.file, caught.value.line, caught.value.key) == (
        "sql/checks/away.sql", line, key,
    )  # fmt: skip
    assert caught.value.exit_code == 2


def test_the_users_folder_adds_and_never_shadows(tmp_path: Path) -> None:
    (tmp_path / "sql" / "reports").mkdir(parents=True)
    (tmp_path / "sql" / "reports" / "mine.sql").write_text(GOOD)
    library = Library(tmp_path)
    assert library.query("reports", "mine").purpose.startswith("Members")
    assert library.query("reports", "mine").is_own
    assert not library.query("reports", "overview").is_own
    assert library.digest() == Library().digest()
    (tmp_path / "sql" / "reports" / "overview.sql").write_text(GOOD)
    with pytest.raises(LibraryError, match="already in the library"):
        Library(tmp_path).queries("reports")


def test_what_is_not_there_is_named_with_what_is(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no 'nonsense' in sql/model") as caught:
        Library().query("model", "nonsense")
    assert "effective_access" in caught.value.hint
    with pytest.raises(ConfigError, match="not a folder"):
        Library(tmp_path / "absent")


def test_the_digest_is_of_what_gives_meaning(tmp_path: Path) -> None:
    shutil.copytree(packaged_root() / "sql", tmp_path / "sql")
    (tmp_path / "sql" / "reports" / "overview.sql").write_text(GOOD)
    assert Library(root=tmp_path).digest() == Library().digest()
    (tmp_path / "sql" / "integrity" / "mine.sql").write_text(GOOD)
    assert Library(root=tmp_path).digest() != Library().digest()
