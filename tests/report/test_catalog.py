"""A report is a .toml and a .sql; a mistake names file, line and key."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sigma_audit.errors import LibraryError, NotFound
from sigma_audit.library import Library, packaged_root
from sigma_audit.report.catalog import catalog, find

SQL = """-- purpose:  Everybody.
-- grain:    member_id
-- columns:
--   member_id  the member
--   person     their name
select member_id, name as person from members order by member_id
"""
TOML = """title = "Mine"
question = "Who is there?"
audience = "me"
answer = "overview_answer"
figures = "overview_figures"
attention = "overview_attention"
hidden = ["member_id"]

[[section]]
name = "one"
title = "One"
query = "admins"
empty = "None."

[[section]]
name = "two"
title = "Two"
query = "admins"
empty = "None."
"""


def library(folder: Path, toml: str | None = TOML, sql: str | None = SQL) -> Library:
    (folder / "reports").mkdir()
    (folder / "sql" / "reports").mkdir(parents=True)
    if toml is not None:
        (folder / "reports" / "mine.toml").write_text(toml)
    if sql is not None:
        (folder / "sql" / "reports" / "mine.sql").write_text(sql)
    return Library(folder)


def test_the_promised_reports_are_there() -> None:
    names = set(catalog(Library()))
    assert names >= {
        "overview", "access_by_object", "access_by_member", "connections", "privileged",
        "changes", "coverage", "external", "organisation_wide", "ownership", "hygiene", "teams",
        "account_types",
    }  # fmt: skip
    assert next(iter(catalog(Library()))) == "overview"


def test_an_own_folder_adds_a_report(tmp_path: Path) -> None:
    mine = catalog(library(tmp_path))["mine"]
    assert (mine.title, mine.needs) == ("Mine", "snapshot")
    assert [section.name for section in mine.sections] == ["one", "two"]
    assert mine.layout.hidden == ("member_id",)


@pytest.mark.parametrize(
    ("old", "new", "line", "key"),
    [
        ('title = "Mine"', 'title = ""', 1, "title"),
        ('question = "Who is there?"\n', "", 1, "question"),
        ('audience = "me"', 'audience = "me"\ncolour = "red"', 4, "colour"),
        ('answer = "overview_answer"', 'answer = "nowhere"', 4, "answer"),
        ('answer = "overview_answer"', 'answer = "admins"', 4, "answer"),
        ('hidden = ["member_id"]', 'hidden = ["salary"]', 7, "hidden"),
        ('hidden = ["member_id"]', 'hidden = "member_id"', 7, "hidden"),
        ('hidden = ["member_id"]', 'under = { person = "salary" }', 7, "under"),
        ('audience = "me"', 'audience = "me"\nneeds = "three"', 4, "needs"),
        ('title = "Two"\nquery = "admins"', 'title = "Two"\nquery = "nowhere"', 18, "query"),
        ('title = "Two"\n', 'title = "Two"\nplace = "inside"\n', 18, "place"),
        ('title = "Two"\n', 'title = "Two"\nhiden = []\n', 18, "hiden"),
        ('audience = "me"', "audience = me", 3, "toml"),
    ],
)
def test_a_mistake_names_file_line_and_key(
    tmp_path: Path, old: str, new: str, line: int, key: str
) -> None:
    assert old in TOML
    with pytest.raises(LibraryError) as caught:
        catalog(library(tmp_path, TOML.replace(old, new)))
    error = caught.value
    file = str(tmp_path / "reports" / "mine.toml")
    assert (error.file, error.line, error.key) == (file, line, key)
    assert str(error).startswith(f"{file}, line {line}, {key}: ")


@pytest.mark.parametrize(("toml", "sql"), [(None, SQL), (TOML, None)])
def test_an_orphan_is_refused(tmp_path: Path, toml: str | None, sql: str | None) -> None:
    with pytest.raises(LibraryError, match="mine"):
        catalog(library(tmp_path, toml, sql))


def test_an_unknown_report_names_what_there_is() -> None:
    with pytest.raises(NotFound, match="no report 'nothing'") as caught:
        find(Library(), "nothing")
    assert "access_by_object" in caught.value.hint


def test_a_name_that_would_leave_the_folder_is_refused(tmp_path: Path) -> None:
    library(tmp_path)
    shutil.copy(tmp_path / "reports" / "mine.toml", tmp_path / "reports" / "Not A Slug.toml")
    with pytest.raises(LibraryError, match="no slug"):
        Library(tmp_path)


def test_every_shipped_section_is_used() -> None:
    used = {
        query.name
        for report in catalog(Library()).values()
        for query in (
            report.answer,
            report.figures,
            report.attention,
            *(section.query for section in report.sections),
            *((report.trust,) if report.trust else ()),
            *(query for _, query in report.exports),
        )
    }
    shipped = {query.name for query in Library(root=packaged_root()).queries("sections")}
    assert {n for n in shipped - used if not n.startswith(("frame_", "plain_"))} == {
        "changed", "changed_since",
    }  # fmt: skip
