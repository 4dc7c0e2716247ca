"""A user's own reports and checks: they work like ours, and every mistake says where it is."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest

from sealed import Sealed
from sigma_audit.check.policies import chosen, policies
from sigma_audit.check.run import findings
from sigma_audit.errors import ConfigError, LibraryError
from sigma_audit.library import Library
from sigma_audit.report.catalog import catalog
from sigma_audit.report.run import Inputs, run_report
from sigma_audit.report.write import write_reports
from sigma_audit.snapshot.store import Snapshot

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "library"
SQL, TOML = "sql/reports/team_reach.sql", "reports/team_reach.toml"
SECTION, CHECK = "sql/sections/team_reach_nobody.sql", "sql/checks/workspaces_are_named.sql"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXAMPLE, tmp_path / "own"))


def everything(folder: Path, file: Path) -> None:
    """Run the own report and the own check, as the commands do."""
    library = Library(folder)
    catalog(library)
    policies(library)
    with ExitStack() as stack:
        run_report(Inputs.open(stack, file, None, library), library, "team_reach", {})
    with Snapshot({"snapshot": file}, inputs={}) as snapshot:
        for check in policies(library).values():
            if check.query.is_own:
                snapshot.run(check.query, {})


def test_the_example_is_a_report_and_a_check(sealed: Sealed, tmp_path: Path) -> None:
    library = Library(EXAMPLE)
    params = {"at_least": "1"}
    write_reports(["team_reach"], sealed.spring, None, ["html", "csv", "json", "xlsx"],
                  tmp_path / "out", params, library)  # fmt: skip
    body = json.loads((tmp_path / "out" / "team_reach.json").read_text())
    assert [(row["team"], row["people"], row["places"]) for row in body["rows"]] == [
        ("Finance", 2, 2)
    ]
    assert body["facts"]["parameters"] == {"at_least": 1}
    page = (tmp_path / "out" / "team_reach.html").read_text()
    assert "As of 31 March 2026, 09:14 UTC, 1 row." in page
    assert "Every team that holds something has people in it." in page
    assert str(EXAMPLE / SQL) in page
    everything(EXAMPLE, sealed.spring)


def test_an_own_check_judges_and_does_not_pass_what_was_not_read(
    sealed: Sealed, incomplete: Path
) -> None:
    library = Library(EXAMPLE)
    (check,) = chosen(library, ["workspaces_are_named"])
    with Snapshot.open(sealed.spring) as snapshot:
        rows = snapshot.run(check.query, {"pattern": "^Fin"}).records()
        assert [(row["subject_name"], row["status"]) for row in rows] == [("Finance", "pass")]
        rows = snapshot.run(check.query, {"pattern": "^HR"}).records()
        assert [row["status"] for row in rows] == ["fail"]


# Which file, what stands there, what is written instead, and the line and key that must be named.
MISTAKES: list[tuple[str, str, str, int, str, str]] = [
    (SQL, "-- grain:", "-- grian:", 2, "grian", "unknown header key"),
    (SQL, "-- purpose:", "-- grain: team_id\n-- purpose:", 3, "grain", "twice"),
    (SQL, "-- purpose:  What each team is for, seen from its grants: how many people, how many "
     "places.\n", "", 1, "purpose", "missing"),
    (SQL, "-- grain:    team_id", "-- grain:    squad_id", 2, "grain", "'squad_id' is no column"),
    (SQL, "from teams t", "from range(2), teams t", 2, "grain", "several rows of one team_id"),
    (SQL, "--   team     the team's name", "--   team", 4, "columns", "no meaning"),
    (SQL, "--   team     the", "--   places   the", 6, "columns", "described twice"),
    (SECTION, "--   places   how much is granted to it\n", "", 3, "columns",
     "gives 'places', which is not"),
    (SQL, "--   team_id  the team\n", "--   team_id  the team\n--   size     how large\n", 9,
     "columns", "does not give 'size'"),
    (SQL, "    t.name as team, ", "    t.name as team, t.name as team, ", 3, "columns",
     "'team_1', which"),
    (SQL, "integer = 1 — teams", "integer = 1, teams", 10, "params", "cannot read"),
    (SQL, "at_least integer", "at_least whole", 10, "params", "whole is no type"),
    (SQL, ">= $at_least", ">= $at_most", 42, "params", "$at_most is used and not declared"),
    (SQL, " >= $at_least", " >= 1", 9, "params", "$at_least is declared, unused"),
    (SQL, "order by places desc, team, team_id", "order by 1;\nselect 1", 44, "sql",
     "holds 2 statements"),
    (SQL, "with\n\nheld", "create table x as with\n\nheld", 11, "sql", "is not a SELECT"),
    (SQL, "with\n\nheld", "with gone as (delete from grants returning *),\n\nheld", 11, "sql",
     "is not a SELECT"),
    (SQL, "from grants g", "from from grants g", 15, "sql", "syntax error"),
    (SQL, "from grants g", "from grunts g", 15, "sql", "grunts"),
    (SQL, "from grants g", "from read_csv('/etc/passwd') g", 15, "sql", "Permission Error"),
    (SQL, "status = 'active'", "status = 'active' and now() > members.created_at", 32, "sql",
     "rests on now()"),
    (SQL, "status = 'active'", "current_date > '2020-01-01'", 32, "sql", "rests on current_date"),
    (SQL, "status = 'active'", "random() > 2", 32, "sql", "rests on random()"),
    (SQL, "status = 'active'", "age(members.created_at) > interval 1 day", 32, "sql",
     "rests on age()"),
    (SECTION, "where people = 0", "using sample 1", 1, "sql", "a sample that is not repeatable"),
    (SECTION, "-- columns:", "-- colums:", 3, "colums", "unknown header key"),
    (SECTION, "from the_table", "from the_tables", 8, "sql", "the_tables"),
    (CHECK, "-- severity: low", "-- severity: bad", 2, "severity", "'bad' is none"),
    (CHECK, "-- fix:      Rename the workspace, or set -p workspaces_are_named.pattern to what is "
     "agreed.\n", "", 1, "fix", "missing"),
    (CHECK, "--   subject_kind  w", "--   kind          w", 7, "columns", "must begin with"),
    (CHECK, "from inodes", "from glob('/etc/*')", 25, "sql", "Permission Error"),
    (TOML, 'title = "What teams reach"', "title = What", 1, "toml", "is not TOML"),
    (TOML, 'title = "What', 'titel = "What', 1, "titel", "unknown key"),
    (TOML, 'title = "What teams reach"', "title = 5", 1, "title", "a text is missing"),
    (TOML, 'title = "What teams reach"\n', "", 1, "title", "a text is missing"),
    (TOML, 'hidden = ["team_id"]\nunfold', 'hidden = ["salary"]\nunfold', 4, "hidden",
     "no column salary"),
    (TOML, 'hidden = ["team_id"]\nunfold', 'hidden = [["x"]]\nunfold', 4, "hidden",
     "no column ['x']"),
    (TOML, 'unfold = "names"', 'unfold = "places"', 3, "columns", "and not a list"),
    (TOML, 'unfold = "names"', 'bar = "team"', 3, "columns", "and not a number"),
    (TOML, 'labels = { team = "Team", people', 'labels = { team = 5, people', 6, "labels",
     "no text"),
    (TOML, 'audience = "', 'order = "first"\naudience = "', 3, "order", "no whole number"),
    (TOML, 'audience = "', 'needs = "leavers"\naudience = "', 3, "needs", "not laid beside"),
    (TOML, 'audience = "', 'needs = "pair"\naudience = "', 1, "answer", "a text is missing"),
    (TOML, 'audience = "', 'answer = "nowhere"\naudience = "', 3, "answer", "there is no sql/"),
    (TOML, 'audience = "', 'answer = "teams_figures"\naudience = "', 3, "answer", "gives label"),
    (TOML, 'name = "nobody"', 'name = "No Body"', 9, "name", "is no slug"),
    (TOML, 'name = "nobody"', 'name = "nobody"\nnote = 5', 10, "note", "is not a text"),
    (TOML, 'query = "team_reach_nobody"', 'query = "team_reach"', 11, "query", "there is no sql/"),
    (TOML, "[[section]]", "[section]", 8, "section", "is not a list"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "line", "key", "said"), MISTAKES)
def test_a_mistake_names_file_line_and_key(
    sealed: Sealed, own: Path, file: str, old: str, new: str, line: int, key: str, said: str
) -> None:
    if file == SECTION and "places" in old:  # the page must not miss the column first
        toml = (own / TOML).read_text(encoding="utf-8")
        (own / TOML).write_text(toml.replace(', places = "Places" }\n', " }\n"), encoding="utf-8")
    text = (own / file).read_text(encoding="utf-8")
    assert old in text
    (own / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LibraryError) as caught:
        everything(own, sealed.spring)
    error = caught.value
    assert said in error.sentence
    named = SQL if said.startswith("and not") else file
    assert (error.file, error.line, error.key) == (str(own / named), line, key), error.sentence


def moved(old: str, new: str) -> Callable[[Path], object]:
    def move(own: Path) -> object:
        (own / new).parent.mkdir(parents=True, exist_ok=True)
        return (own / old).rename(own / new)

    return move


def linked(own: Path) -> None:
    secret = own.parent / "secret.sql"
    (own / SQL).rename(secret)
    (own / SQL).symlink_to(secret)


def linked_folder(own: Path) -> None:
    (own / "sql").rename(own.parent / "elsewhere")
    (own / "sql").symlink_to(own.parent / "elsewhere")


FILES: list[tuple[Callable[[Path], object], str, str]] = [
    (lambda own: (own / SQL).unlink(), TOML, "there is no sql/reports/team_reach.sql"),
    (lambda own: (own / TOML).unlink(), SQL, "there is no reports/team_reach.toml"),
    (lambda own: (own / SQL).write_bytes(b"-- purpose: x\n-- \xff\n"), SQL, "not UTF-8"),
    (lambda own: (own / TOML).write_bytes(b'title = "\xe4"\n'), TOML, "not UTF-8"),
    (linked, SQL, "a link that leaves it"),
    (linked_folder, "sql", "a link to a folder"),
    (moved(SQL, "sql/reports/Team Reach.sql"), "sql/reports/Team Reach.sql", "is no slug"),
    (moved(SQL, "sql/reports/con.sql"), "sql/reports/con.sql", "cannot be the name"),
    (moved(TOML, "reports/index.toml"), "reports/index.toml", "cannot be the name"),
    (moved(SQL, "team_reach.sql"), "team_reach.sql", "is not looked for here"),
    (moved(SQL, "sql/team_reach.sql"), "sql/team_reach.sql", "is not looked for here"),
    (moved(SQL, "sql/model/members.sql"), "sql/model/members.sql", "is not looked for here"),
    (moved(TOML, "sql/reports/team_reach.toml"), "sql/reports/team_reach.toml", "not looked for"),
    (moved(TOML, "reports/_style.css"), "reports/_style.css", "is not looked for here"),
    (moved(TOML, "reports/team_reach.html"), "reports/team_reach.html", "is not looked for here"),
    (moved(SQL, "sql/reports/overview.sql"), "sql/reports/overview.sql", "already in the library"),
    (moved(TOML, "reports/overview.toml"), "reports/overview.toml", "a report overview already"),
    (moved(CHECK, "sql/checks/admin_count.sql"), "sql/checks/admin_count.sql", "already in"),
    (moved(SECTION, "sql/sections/admins.sql"), "sql/sections/admins.sql", "already in"),
    (lambda own: shutil.copy(own / SECTION, own / "sql/sections/spare.sql"),
     "sql/sections/spare.sql", "no report uses it"),
]  # fmt: skip


@pytest.mark.parametrize(("spoil", "file", "said"), FILES)
def test_a_file_that_cannot_count_is_named(
    sealed: Sealed, own: Path, spoil: Callable[[Path], object], file: str, said: str
) -> None:
    spoil(own)
    with pytest.raises(LibraryError) as caught:
        everything(own, sealed.spring)
    assert said in caught.value.sentence
    assert caught.value.file == str(own / file)


def test_a_folder_without_anything_is_said(tmp_path: Path) -> None:
    (tmp_path / "waivers.toml").write_text("")
    with pytest.raises(ConfigError, match="no report and no check") as caught:
        Library(tmp_path)
    assert "sql/reports" in caught.value.hint


def test_line_ends_and_marks_of_other_systems_are_read(sealed: Sealed, own: Path) -> None:
    for file in (SQL, TOML, SECTION, CHECK):
        text = (own / file).read_text(encoding="utf-8")
        (own / file).write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    everything(own, sealed.spring)


def test_an_answer_is_one_sentence(sealed: Sealed, own: Path) -> None:
    answer = "-- purpose: x\n-- grain: sentence\n-- columns:\n--   sentence  it\n"
    toml = (own / TOML).read_text()
    (own / TOML).write_text(toml.replace("audience", 'answer = "mine"\naudience', 1))
    for body, said in (
        ("select unnest(['a', 'b']) as sentence", "gives 2 rows"),
        ("select null::varchar as sentence", "gives an empty one"),
    ):
        (own / "sql/sections/mine.sql").write_text(answer + body)
        with pytest.raises(LibraryError, match=said):
            everything(own, sealed.spring)


# What must not be had from a snapshot by asking it: files, the network, settings, other databases.
ESCAPES = [
    "select * from read_csv('/etc/passwd')",
    "select * from read_text('/etc/passwd')",
    "select * from read_blob('/etc/passwd')",
    "select * from read_json('/etc/passwd')",
    "select * from read_parquet('/etc/passwd')",
    "select * from sniff_csv('/etc/passwd')",
    "select * from parquet_metadata('/etc/passwd')",
    "from 'file.csv'",
    "from '/etc/passwd'",
    "from glob('/etc/*')",
    "from read_csv('https://127.0.0.1:9/x.csv')",
    "from 's3://bucket/x.parquet'",
    "from query_table('file.csv')",
    "from query('from ''file.csv''')",
    "from json_execute_serialized_sql(json_serialize_sql('from ''file.csv'''))",
    "from read_duckdb('/tmp/x.duckdb')",
    "select getenv('HOME')",
    "from duckdb_secrets()",
    "from which_secret('s3://x', 's3')",
    "copy (select 1) to 'x.csv'",
    "copy members to 'x.csv'",
    "copy members from 'x.csv'",
    "explain analyze copy (select 1) to 'x.csv'",
    "/* a */ explain analyze copy (select 1) to 'x.csv'",
    "export database 'x'",
    "import database 'x'",
    "attach ':memory:' as other",
    "attach 'x.duckdb' as other",
    "detach snapshot",
    "use memory",
    "install httpfs",
    "load httpfs",
    "load json",
    "update extensions",
    "set enable_external_access = true",
    "set lock_configuration = false",
    "set threads = 1",
    "reset enable_external_access",
    "pragma enable_external_access",
    "pragma threads = 1",
    "pragma version",
    "set variable x = 1",
    "set temp_directory = '.'",
    "call pragma_database_size()",
    "call enable_logging()",
    "from enable_logging()",
    "create secret s (type s3)",
    "create table x as select 1",
    "create temp table x as select 1",
    "create temp view x as select 1",
    "create macro x() as 1",
    "create schema x",
    "insert into members select * from members",
    "with x as (insert into members select * from members returning *) from x",
    "with x as (delete from grants returning *) select count(*) from x",
    "delete from grants",
    "update grants set permission = 'x'",
    "drop view effective_access",
    "alter table members rename to x",
    "comment on table members is 'x'",
    "truncate members",
    "begin",
    "checkpoint",
    "vacuum",
    "analyze",
    "prepare x as select 1",
    "select 1; select 2",
    "select 1; copy (select 1) to 'x.csv'",
    "from some_variable_of_python",
]


@pytest.fixture
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with one file that no query may read, and nothing else."""
    folder = tmp_path / "here"
    folder.mkdir()
    (folder / "file.csv").write_text("a,b\n1,2\n")
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture(scope="module")
def escaping(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """An own library whose reports and checks each try one way out."""
    folder = tmp_path_factory.mktemp("escaping")
    for drawer in ("reports", "checks"):
        place = folder / "sql" / drawer
        place.mkdir(parents=True)
        for number, text in enumerate(ESCAPES):
            (place / f"escape_{number}.sql").write_text(
                f"-- purpose: x\n-- grain: a\n-- columns:\n--   a  x\n{text}\n", encoding="utf-8"
            )
    return Library(folder)


@pytest.mark.parametrize("text", ESCAPES)
def test_no_query_leaves_the_snapshot(
    sealed: Sealed, empty_folder: Path, escaping: Library, text: str
) -> None:
    """As typed, in an own report, and in an own check."""
    some_variable_of_python = [{"a": 1}]
    assert some_variable_of_python
    before = sealed.spring.read_bytes()
    with Snapshot({"snapshot": sealed.spring}, inputs={}) as snapshot:
        with pytest.raises(ConfigError):
            snapshot.ask(text)
        for drawer in ("reports", "checks"):
            query = escaping.query(drawer, f"escape_{ESCAPES.index(text)}")
            with pytest.raises(LibraryError):
                snapshot.run(query)
            with pytest.raises(LibraryError):
                snapshot.keep("kept", query)
    assert [path.name for path in empty_folder.iterdir()] == ["file.csv"]
    assert sealed.spring.read_bytes() == before


def test_what_a_query_may_write_to_is_nobodys(sealed: Sealed, empty_folder: Path) -> None:
    """DuckDB never refuses its own spill folder and the attached file: both stay out of reach."""
    with Snapshot.open(sealed.spring) as snapshot:
        ((folder,),) = snapshot.sql("select current_setting('temp_directory')").rows
        assert not Path(folder).is_relative_to(empty_folder)
        assert Path(folder).stat().st_mode & 0o077 == 0
        for place in (folder + "/x.csv", str(sealed.spring)):
            for text in ("copy (select 1) to '{}'", "explain analyze copy (select 1) to '{}'"):
                with pytest.raises(ConfigError):
                    snapshot.ask(text.format(place))
    assert not Path(folder).exists()


ALLOWED = [
    "select 1",
    "select 1;",
    "from members",
    "table members",
    "values (1)",
    "show tables",
    "describe members",
    "summarize members",
    "pivot members on status using count(*) group by account_type",
    "explain select 1",
    "EXPLAIN (format json) select 1",
    "explain analyze select 1",
    "with recursive n as (select 1 as i union all select i + 1 from n where i < 3) from n",
    "select now()::timestamp",
]


def test_a_time_with_a_zone_is_given_or_says_what_to_write(sealed: Sealed) -> None:
    """Older versions of DuckDB give one only where a library of time zones is installed."""
    asked = "select timestamptz '2026-03-01 09:00+02'"
    with Snapshot.open(sealed.spring) as snapshot:
        try:
            given = str(snapshot.ask(asked).rows[0][0])
        except ConfigError as error:
            given = error.sentence
    assert given == "2026-03-01 07:00:00+00:00" or "::timestamp" in given


STEADY = ("year(members.created_at) + 1 > 0", "age(created_at, created_at) >= interval 0 day",
          "len(range(2)) = 2", "date_trunc('month', created_at) is not null")  # fmt: skip


@pytest.mark.parametrize("condition", STEADY)
def test_what_gives_the_same_tomorrow_is_allowed(sealed: Sealed, own: Path, condition: str) -> None:
    """Functions of which only some forms rest on a clock, or on the time zone, are no clocks."""
    text = (own / SQL).read_text(encoding="utf-8")
    (own / SQL).write_text(text.replace("status = 'active'", condition, 1), encoding="utf-8")
    everything(own, sealed.spring)


@pytest.mark.parametrize("text", ALLOWED)
def test_questions_are_answered(sealed: Sealed, text: str) -> None:
    with Snapshot.open(sealed.spring) as snapshot:
        assert snapshot.ask(text).rows


def test_checks_beside_each_other_do_not_touch_what_the_others_read(
    sealed: Sealed, tmp_path: Path
) -> None:
    place = tmp_path / "sql" / "checks"
    place.mkdir(parents=True)
    text = (EXAMPLE / CHECK).read_text(encoding="utf-8")
    body = "with x as (delete from member_activity returning *)\nselect "
    (place / "mine.sql").write_text(re.sub(r"^select", body, text, count=1, flags=re.MULTILINE))
    from sigma_audit.check.inputs import SHAPES
    from sigma_audit.snapshot.inputs import InputTable

    library = Library(tmp_path)
    inputs = {name: InputTable(shape, is_given=False) for name, shape in SHAPES.items()}
    with (
        Snapshot({"snapshot": sealed.spring}, inputs=inputs) as snapshot,
        pytest.raises(LibraryError, match="is not a SELECT that only reads"),
    ):
        findings(snapshot, library, chosen(library, ["mine"]))
