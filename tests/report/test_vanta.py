"""Vanta's access file: one account a row, whose it is, what it holds, whether it is on."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from sealed import Sealed
from sigma_audit.errors import ConfigError
from sigma_audit.library import Library
from sigma_audit.report.write import write_reports
from worlds import World

LIBRARY = Library()
UNREAD = "NOT ALL COULD BE READ: may hold more"
FIELDS = ["Account name", "Account owner", "Role", "Status"]


def accounts(file: Path, out: Path, **params: str) -> list[tuple[str, ...]]:
    write_reports(["access_by_member"], file, None, ["vanta-csv"], out, params, LIBRARY)
    body = (out / "access_by_member.vanta.csv").read_bytes()
    assert body.startswith(b"Account name,Account owner,Role,Status\r\n")
    header, *rows = csv.reader(io.StringIO(body.decode("utf-8"), newline=""))
    assert header == FIELDS
    return [tuple(row) for row in rows]


def test_every_account_has_a_row_and_every_reason_stands_in_it(
    sealed: Sealed, tmp_path: Path
) -> None:
    finance = (
        "team Finance: Can manage on workspace Finance, team Finance: Can use on connection Snow"
    )
    assert accounts(sealed.spring, tmp_path) == [
        ("ann@example.test", "ann@example.test",
         "Admin, Organisation admin, owner of 1 object", "Active"),
        ("bob@example.test", "bob@example.test", f"View, {finance}", "Active"),
        ("cy@example.test", "External user", f"Build, {finance}", "Active"),
        ("dana@example.test", "dana@example.test", "Build, owner of 1 object", "Deactivated"),
        ("robot@example.test", "Not a person", "Admin, Organisation admin", "Active"),
    ]  # fmt: skip
    facts = json.loads((tmp_path / "access_by_member.facts.json").read_bytes())["facts"]
    assert facts["complete"] is True
    assert facts["taken_at"] == "2026-03-31T09:14:00Z"
    assert [row[0] for row in accounts(sealed.spring, tmp_path, member="BOB@example.test")] == [
        "bob@example.test"
    ]


def test_who_may_hold_more_than_was_read_says_so(incomplete: Path, tmp_path: Path) -> None:
    rows = accounts(incomplete, tmp_path)
    assert rows
    for row in rows:
        assert row[2].startswith(UNREAD), row


def test_a_name_makes_no_second_role_no_extra_space_and_no_formula(tmp_path: Path) -> None:
    world = World(name="names")
    one, two = world.member("One"), world.member("Two")
    world.members[one]["email"] = world.members[two]["email"] = " same@example.test\n"
    odd = world.member("Odd")
    world.members[odd]["email"] = "=1+1@example.test"
    world.grant(world.workspace("A,  B\r\nC"), "view", team=world.team("Red, green", one))
    rows = accounts(world.seal(tmp_path), tmp_path)
    names = [row[0] for row in rows]
    assert f"same@example.test ({one})" in [re.sub(r"\s+\(", " (", name) for name in names]
    assert len(set(names)) == len(names)
    assert "'=1+1@example.test" in names
    roles = next(row[2] for row in rows if one in row[0]).split(", ")
    assert roles == ["Build", "team Red; green: Can view on workspace A; B C"]
    for row in rows:
        for cell in row:
            assert cell == cell.strip()
            assert not re.search(r"\s\s|[\r\n\t]", cell)


def test_a_report_without_accounts_refuses_before_anything_is_written(
    sealed: Sealed, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    for names in (["teams"], ["access_by_member", "teams"], []):
        with pytest.raises(ConfigError, match="cannot be written as vanta-csv") as caught:
            write_reports(names, sealed.spring, None, ["csv", "vanta-csv"], out, {}, LIBRARY)
        assert "NAME is: access_by_member" in caught.value.hint
    assert not out.exists()
