"""A dossier says of one person or object what the questions of the terminal say."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from sealed import Sealed
from sigma_audit.ask.member import access_of_member
from sigma_audit.ask.object import access_to_object
from sigma_audit.ask.why import why_access
from sigma_audit.document import Document
from sigma_audit.errors import ConfigError, NotFound
from sigma_audit.history.diff import diff
from sigma_audit.library import Library
from sigma_audit.report.run import Inputs, run_report
from sigma_audit.report.write import Dossier, write_reports
from sigma_audit.result import Result

LIBRARY = Library()
ALIKE = (
    "granted_permission", "effective_permission", "can_write_back", "path_count", "certainty",
    "cap_certainty",
)  # fmt: skip


@pytest.fixture(scope="module")
def spring(sealed: Sealed) -> Iterator[Inputs]:
    with ExitStack() as stack:
        yield Inputs.open(stack, sealed.spring, None, LIBRARY)


@pytest.fixture(scope="module")
def both(sealed: Sealed) -> Iterator[Inputs]:
    with ExitStack() as stack:
        yield Inputs.open(stack, sealed.summer, sealed.spring, LIBRARY)


def of_member(inputs: Inputs, who: str) -> Document:
    return run_report(inputs, LIBRARY, "member_dossier", {"who": who})


def of_object(inputs: Inputs, what: str) -> Document:
    return run_report(inputs, LIBRARY, "object_dossier", {"what": what})


def picked(result: Result, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(record[name] for name in names) for record in result.records()]


def section(document: Document, name: str) -> Result:
    return next(one.result for one in document.sections if one.name == name)


def figures(document: Document) -> dict[str, tuple[int, int | None]]:
    return {row["label"]: (row["value"], row["of"]) for row in document.figures.records()}


def test_of_every_member_it_is_what_access_member_answers(spring: Inputs) -> None:
    told = 0
    everybody = spring.snapshot.sql("select member_id from members order by member_id").rows
    for (member_id,) in everybody:
        answer = access_of_member(spring.snapshot, LIBRARY, member_id)
        document = of_member(spring, member_id)
        expected = sorted(picked(answer, "inode_id", *ALIKE))
        assert sorted(picked(document.result, "inode_id", *ALIKE)) == expected
        assert section(document, "gaps").records() == answer.facts["not_known"]
        told += len(expected)
    assert told > 10


def test_of_objects_it_is_what_access_object_answers(spring: Inputs, sealed: Sealed) -> None:
    told = 0
    for inode_id in [sealed.ids[name] for name in ("workspace", "payroll", "snow", "table")]:
        answer = access_to_object(spring.snapshot, LIBRARY, inode_id)
        document = of_object(spring, inode_id)
        expected = picked(answer, "member_id", *ALIKE)
        beside = picked(section(document, "admins"), "member_id", *ALIKE)
        assert sorted([*picked(document.result, "member_id", *ALIKE), *beside]) == sorted(expected)
        assert section(document, "gaps").records() == answer.facts["not_known"]
        told += len(expected)
    assert told > 10


def test_every_reason_of_why_unfolds_on_its_row(spring: Inputs, sealed: Sealed) -> None:
    document = of_object(spring, sealed.ids["payroll"])
    for row in document.result.records():
        why = why_access(spring.snapshot, LIBRARY, row["member_id"], sealed.ids["payroll"])
        assert len(row["through"]) == len(why.rows)


def test_the_figures_of_a_member_are_those_of_their_rows(spring: Inputs, sealed: Sealed) -> None:
    """Bob views workbooks at most: a cap below the edit that his team is given."""
    document = of_member(spring, "bob@example.test")
    rows = access_of_member(spring.snapshot, LIBRARY, "bob@example.test").records()
    documents = [row for row in rows if row["kind"] == "workbook" and row["effective_permission"]]
    told = figures(document)
    assert told["documents can be opened"] == (len(documents), 1)
    assert told["of them edited"] == (0, 1)
    data = [row for row in rows if row["plane"] == "data" and row["effective_permission"]]
    assert told["places of data can be used"] == (len(data), 4)
    assert told["accesses sleep"][0] == sum(
        row["effective_permission"] is None and not row["can_write_back"] for row in rows
    )
    assert document.title == "Bob Test"
    assert "Bob Test (View) can open 1 document" in document.answer
    assert document.subject_id == sealed.ids["bob"]
    assert picked(section(document, "teams"), "team", "role") == [("Finance", "admin")]
    assert picked(section(document, "powers"), "power", "over") == [
        ("Manager of a workspace", "Finance"),
        ("Team admin", "Finance"),
    ]


def test_the_ways_to_an_object_say_from_where(spring: Inputs, sealed: Sealed) -> None:
    document = of_object(spring, "Finance/Budgets/Payroll")
    ways = picked(section(document, "paths"), "who", "through", "place", "place_note", "standing")
    given = "Can manage, here Can edit"
    assert ways == [
        ("Bob Test, Cy Test", "team Finance", "workspace Finance", given, "inherited"),
        ("Dana Test", "owner", "on it directly", "Can edit", "given here"),
    ]
    facts = dict(picked(section(document, "facts"), "fact", "value"))
    assert facts["Owner"] == "Dana Test, archived"
    assert facts["Data it reads"] == "not collected"
    assert picked(document.attention, "severity", "subject", "reason") == [
        (
            "high", "Cy Test",
            "is a guest and has “Can edit”, through team Finance: Can manage on workspace Finance.",
        ),
        ("high", "Dana Test", "owns it and is archived."),
        ("medium", "Dana Test", "would have it back on reactivation: owner."),
    ]  # fmt: skip
    assert document.subject_id == sealed.ids["payroll"]
    assert figures(document)["people can open it"] == (2, 3)
    assert figures(document)["reasons are given here"] == (1, 2)


def test_what_changed_is_every_row_of_the_diff_about_them(both: Inputs, sealed: Sealed) -> None:
    assert both.pair is not None
    document = of_member(both, sealed.ids["bob"])
    bob = sealed.ids["bob"]
    about = [
        (row["change"], row["inode_id"])
        for row in diff(both.pair, LIBRARY).records()
        if row["member_id"] == bob
    ]
    changes = section(document, "changes")
    assert sorted(picked(changes, "change", "inode_id"), key=str) == sorted(about, key=str)
    first = changes.records()[0]
    assert first["change"] in ("lost", "lowered")
    assert first["cause"] == "Bob Test left team Finance"
    assert document.changed is not None
    assert any("because Bob Test left team Finance" in row[3] for row in document.changed.rows)


def test_whom_it_is_about_must_be_named_and_found(spring: Inputs) -> None:
    with pytest.raises(ConfigError, match="is about one member, and none is named") as caught:
        run_report(spring, LIBRARY, "member_dossier", {})
    assert "-p who=" in caught.value.hint
    with pytest.raises(NotFound, match="no member 'nobody"):
        of_member(spring, "nobody@example.test")
    with pytest.raises(NotFound, match="no object 'Nowhere'"):
        of_object(spring, "Nowhere")
    with pytest.raises(ConfigError, match="has no parameter member_id"):
        run_report(spring, LIBRARY, "member_dossier", {"member_id": "x"})


def test_an_incomplete_snapshot_says_at_least(incomplete: Path) -> None:
    with ExitStack() as stack:
        inputs = Inputs.open(stack, incomplete, None, LIBRARY)
        assert "at least" in of_member(inputs, "eve@example.test").answer
        secret = of_object(inputs, "Secret")
    assert "at least" in secret.answer
    assert section(secret, "gaps").rows


def test_names_lead_to_dossiers_and_files_keep_to_their_folder(
    hostile: Path, tmp_path: Path
) -> None:
    with ExitStack() as stack:
        snapshot = Inputs.open(stack, hostile, None, LIBRARY).snapshot
        members = snapshot.sql("select member_id from members where email is not null order by 1")
        inodes = snapshot.sql("select inode_id from inodes where kind = 'workbook' order by 1")
    dossiers = [Dossier("member_dossier", {"who": row[0]}) for row in members.rows[:3]]
    dossiers += [Dossier("object_dossier", {"what": row[0]}, "Who?") for row in inodes.rows[:3]]
    for out in (tmp_path / "once", tmp_path / "twice"):
        write_reports(["teams"], hostile, hostile, ["html"], out, {}, LIBRARY, dossiers=dossiers)
    files = sorted(path.name for path in (tmp_path / "once").iterdir())
    assert len(files) == len(dossiers) + 2
    for name in files:
        body = (tmp_path / "once" / name).read_bytes()
        assert body == (tmp_path / "twice" / name).read_bytes(), name
        assert body.count(b"<script") == 1
        assert b"<img" not in body
    index = (tmp_path / "once" / "index.html").read_text()
    linked = [name for name in files if f'href="{name}' in index]
    assert set(linked) >= {name for name in files if "dossier" in name}
    assert index.count(">Who?</a>") == 3
    teams = (tmp_path / "once" / "teams.html").read_text()
    assert any(f'href="{name}"' in teams for name in files if name.startswith("member_dossier"))


def test_the_pages_of_people_hold_the_whole_table(sealed: Sealed, tmp_path: Path) -> None:
    def pages(limit: int) -> tuple[str, list[Path]]:
        out = tmp_path / str(limit)
        names = ["access_by_member"]
        write_reports(names, sealed.spring, None, ["html"], out, {}, LIBRARY, pages=limit)
        found = sorted((out / "access_by_member").glob("*.html")) if limit else []
        return (out / "access_by_member.html").read_text(), found

    whole, found = pages(500)
    rows = [path.read_text().partition('id="rows"')[2].count('<tr id="r-') for path in found]
    assert len(found) == 5
    assert sum(rows) == whole.partition('id="rows"')[2].count('<tr id="r-') > 10
    assert "have no page of their own" not in whole
    assert all(f'href="access_by_member/{path.name}"' in whole for path in found)
    cut, few = pages(2)
    assert len(few) == 2
    assert "<strong>3 of these 5 have no page of their own;</strong>" in cut
    assert "--pages 5" in cut


def test_a_page_of_somebody_who_is_gone_is_taken_away(sealed: Sealed, tmp_path: Path) -> None:
    folder = tmp_path / "access_by_member"
    folder.mkdir()
    (folder / "old-name-0123456789.html").touch()
    (folder / "notes.html").touch()
    write_reports(["access_by_member"], sealed.spring, None, ["html"], tmp_path, {}, LIBRARY)
    assert not (folder / "old-name-0123456789.html").exists()
    assert (folder / "notes.html").exists()
