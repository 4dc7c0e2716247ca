"""Waivers: still evaluated, shown beside the result, and findings themselves when wrong."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sigma_audit.check import waivers
from sigma_audit.errors import ConfigError

DAY = date(2024, 6, 1)
PEOPLE = {"ann@example.test": "MemberAnn", "boss@example.test": "MemberBoss"}
ENTRY = """
[[waiver]]
check = "{check}"
subject = "{subject}"
reason = "agreed"
approver = "{approver}"
expires = {expires}
{more}
"""


def row(name: str, status: str = "fail", **facts: object) -> dict[str, Any]:
    return {
        "check": "leaver_grants",
        "subject_kind": "member",
        "subject_id": f"Member{name}",
        "subject_name": name,
        "status": status,
        "result": status,
        "facts": facts,
    }


def written(folder: Path, **values: str) -> list[waivers.Waiver]:
    said = {
        "check": "leaver_grants",
        "subject": "Ann",
        "approver": "boss@example.test",
        "expires": "2024-12-31",
        "more": "",
    } | values
    path = folder / "waivers.toml"
    path.write_text(ENTRY.format(**said), encoding="utf-8")
    return waivers.load(path, ["leaver_grants", "growth"])


def verdict(
    exceptions: list[waivers.Waiver], rows: list[dict[str, Any]], checked: str = "leaver_grants"
) -> tuple[list[str], str, str]:
    """Statuses of the rows, and what is said of the only waiver."""
    laid, met = waivers.waive(rows, exceptions, DAY)
    (said,) = waivers.judge(met, DAY, PEOPLE, {checked})
    return [one["status"] for one in laid], said["status"], said["reason"]


def test_a_waived_row_keeps_its_real_result(tmp_path: Path) -> None:
    exceptions = written(tmp_path)
    laid, _ = waivers.waive([row("Ann"), row("Bob"), row("Ann", "pass")], exceptions, DAY)
    assert [(one["status"], one["result"]) for one in laid] == [
        ("waived", "fail"),
        ("fail", "fail"),
        ("pass", "pass"),
    ]
    assert (laid[0]["waiver_reason"], laid[0]["waiver_approver"]) == ("agreed", "boss@example.test")


def test_a_waiver_that_holds_passes(tmp_path: Path) -> None:
    assert verdict(written(tmp_path), [row("Ann")])[:2] == (["waived"], "pass")


@pytest.mark.parametrize(("expires", "status"), [("2024-06-01", "waived"), ("2024-05-31", "fail")])
def test_an_expired_waiver_bites_again(tmp_path: Path, expires: str, status: str) -> None:
    exceptions = written(tmp_path, expires=expires)
    laid, _ = waivers.waive([row("Ann")], exceptions, DAY)
    assert laid[0]["status"] == status
    # named beside the row all the same: that is why it bites
    assert laid[0]["waiver_expires"] == date.fromisoformat(expires)
    _, said, reason = verdict(exceptions, [row("Ann")])
    assert (said == "fail", "expired on" in reason) == (status == "fail", status == "fail")


def test_an_unused_waiver_is_a_finding_when_its_check_ran(tmp_path: Path) -> None:
    exceptions = written(tmp_path)
    statuses, said, reason = verdict(exceptions, [row("Bob")])
    assert (statuses, said) == (["fail"], "fail")
    assert "is unused" in reason
    assert verdict(exceptions, [row("Bob")], checked="growth")[1] == "not_known"


@pytest.mark.parametrize("subject", ["*", "**", "?*"])
def test_a_waiver_of_everything_is_over_broad(tmp_path: Path, subject: str) -> None:
    statuses, said, reason = verdict(written(tmp_path, subject=subject), [row("Ann")])
    assert (statuses, said) == (["waived"], "fail")
    assert "is over-broad" in reason


def test_a_waiver_that_covers_many_is_over_broad(tmp_path: Path) -> None:
    exceptions = written(tmp_path, subject="A*")
    few = [row(f"A{number}") for number in range(waivers.BROAD)]
    assert verdict(exceptions, few)[1] == "pass"
    assert "covers 11 findings" in verdict(exceptions, [*few, row("Again")])[2]


@pytest.mark.parametrize("approver", ["ANN@example.test", "MemberAnn"])
def test_nobody_approves_their_own(tmp_path: Path, approver: str) -> None:
    _, said, reason = verdict(written(tmp_path, approver=approver), [row("Ann")])
    assert said == "fail"
    assert "is self-approved" in reason


def test_nobody_approves_what_they_gain_from(tmp_path: Path) -> None:
    exceptions = written(tmp_path, subject="Ledger", approver="ann@example.test")
    owned = {**row("Ledger"), "subject_kind": "inode", "facts": {"owner_id": "MemberAnn"}}
    many = {**row("Ledger"), "subject_kind": "inode", "facts": {"member_ids": ["x", "MemberAnn"]}}
    other = {**row("Ledger"), "subject_kind": "inode", "facts": {"owner_id": "MemberBob"}}
    assert [verdict(exceptions, [one])[1] for one in (owned, many, other)] == [
        "fail",
        "fail",
        "pass",
    ]


def test_a_scope_narrows_and_a_name_is_taken_as_it_stands(tmp_path: Path) -> None:
    exceptions = written(tmp_path, more='scope = "team"')
    assert verdict(exceptions, [row("Ann")])[0] == ["fail"]
    exceptions = written(tmp_path, subject="[Ann]")
    assert verdict(exceptions, [row("A"), row("[Ann]")])[0] == ["fail", "waived"]


@pytest.mark.parametrize(
    ("values", "line", "said"),
    [
        ({"check": "no_such"}, 2, "check: there is no check 'no_such'"),
        ({"expires": '"2024-12-31"'}, 7, "expires: must be a date"),
        ({"expires": "2024-12-31T00:00:00"}, 7, "expires: must be a date"),
        ({"more": 'expire = "x"'}, 8, "expire: unknown key"),
        ({"subject": " "}, 4, "subject: must be text"),
    ],
)
def test_an_error_names_file_line_and_key(
    tmp_path: Path, values: dict[str, str], line: int, said: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        written(tmp_path, **values)
    assert f"waivers.toml, line {line}, {said}" in caught.value.sentence


def test_a_missing_key_and_a_foreign_table_are_errors(tmp_path: Path) -> None:
    path = tmp_path / "waivers.toml"
    path.write_text('[[waiver]]\ncheck = "growth"\n', encoding="utf-8")
    with pytest.raises(ConfigError, match="line 1, subject: missing"):
        waivers.load(path, ["growth"])
    path.write_text('\n[[waivers]]\ncheck = "growth"\n', encoding="utf-8")
    with pytest.raises(ConfigError, match="line 2, waivers: unknown"):
        waivers.load(path, ["growth"])
