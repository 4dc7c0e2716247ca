"""Stories planted in the demo, asked of its snapshots by the commands a user would type."""

from __future__ import annotations

import json

from cli.conftest import Run
from finished_demo import Demo


def test_dana_lost_the_board_pack_and_the_answer_says_by_what(demo: Demo, run: Run) -> None:
    """The planted story: off the team in the autumn, and nothing else lets her in."""
    first, *_, last = demo.snapshots
    words = [
        "access", "why", "dana.okafor@halcyon.example",
        "Corporate Planning/Board/Q2 2026/Board Pack Q2",
    ]  # fmt: skip
    before = run(*words, "--snapshot", first).stdout
    assert "Dana Okafor, in team Board Pack Readers since added by " in before
    assert "may explore workbook Board Pack Q2 because" in before
    after = run(*words, "--snapshot", last).stdout
    assert after.startswith("No access was found.\n")
    assert "but Dana Okafor is not in that team." in after


def test_every_branch_of_offboarding_occurs_truly(demo: Demo, run: Run) -> None:
    """HR's file over the three snapshots: 1 July, 14 August and 30 September 2026."""
    hr = demo.root / "hr"
    last = demo.snapshots[-1]
    words = ["offboard", "--leavers", hr / "leavers.csv", "--aliases", hr / "aliases.csv"]
    words += ["--roster", hr / "roster.csv", "--snapshot", last, "--format", "json"]
    result = run(*words)
    assert result.exit_code == 1
    answer = json.loads(result.stdout)
    rows = {
        (row["email"] or row["employee_id"]).split("@")[0].lower(): row for row in answer["rows"]
    }
    assert {who: (row["situation"], row["verdict"]) for who, row in rows.items()} == {
        "ruth.abernathy": ("gone_in_time", "met"),
        "tomas.ferreira": ("gone_in_time", "met"),
        "henrik.lund": ("gone_late", "missed"),
        "marek.novotny": ("gone_between", "cannot_tell"),
        "jose.nunez": ("gone_before_the_first", "cannot_tell"),
        "chidi.okoro+hr": ("still_active", "missed"),
        "bastien.roux": ("still_active", "missed"),
        "milan.weiss": ("not_due_yet", "cannot_tell"),
        "1083": ("not_left_yet", "cannot_tell"),
        "oksana.bilyk": ("not_left_yet", "cannot_tell"),
        "priya.raman": ("rehired", "cannot_tell"),
        "greta.holm": ("not_left_yet", "cannot_tell"),
        "casper.nyberg": ("unknown_person", "cannot_tell"),
    }
    assert rows["tomas.ferreira"]["status"] == "inactive"
    assert rows["tomas.ferreira"]["direct_grants"] == 1
    assert rows["ruth.abernathy"]["owned"] == 3
    assert rows["chidi.okoro+hr"]["matched_by"] == "plus_address"
    assert rows["milan.weiss"]["account_email"] == "milan.horak@halcyon.example"
    assert len(rows["bastien.roux"]["lines"]) == 2
    heirs = rows["henrik.lund"]["heirs"]
    assert len(heirs) == 2
    assert all(text.startswith("Priya Raman now owns workbook ") for text in heirs)
    unknown = {row["email"] for row in answer["facts"]["unknown_accounts"]}
    assert {"karim.nasser@halcyon.example", "yusuf.demir@halcyon.example"} <= unknown
    assert "bastien.roux@halcyon.example" in unknown
    assert "priya.raman@halcyon.example" not in unknown
    assert "Offboarding" in (demo.reports / "offboarding.html").read_text()
