"""What `snapshot prune` keeps, and what it never lets go of."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from scripted_year import Year, scripted_year
from sigma_audit.cli.main import cli
from sigma_audit.errors import ConfigError, Refused, StorageError
from sigma_audit.snapshot.retention import GO, KEEP, judge, references, rules, take_away
from sigma_audit.snapshot.shelf import Taken

NOON = datetime(2026, 12, 31, 12)


def taken(day: float, plan: str = "standard", status: str = "complete", of: str = "org") -> Taken:
    name = f"{of}-{day}"
    moment = NOON - timedelta(days=day)
    return Taken(Path(f"{name}.duckdb"), name, of, "sigma", moment, plan, status)


def kept(series: Sequence[Taken], text: str, **referred: list[str]) -> set[str]:
    named = {name.replace("_", "-"): what for name, what in referred.items()}
    verdicts = judge(series, {}, [], rules(text), named)
    assert {one.file for one in verdicts} == {one.file for one in series}
    assert all(one.reason for one in verdicts)
    return {one.taken.snapshot_id for one in verdicts if one.taken and one.verdict == KEEP}


def test_rules_keep_one_of_each_stretch() -> None:
    days = [taken(day) for day in range(400)]
    assert kept(days, "daily:3") == {"org-0", "org-1", "org-2"}
    # 31 December 2026 is a Thursday: the weeks before end on Sundays, the 4th and the 11th day ago
    assert kept(days, "weekly:3") == {"org-0", "org-4", "org-11"}
    assert kept(days, "monthly:3") == {"org-0", "org-31", "org-61"}
    assert kept(days, "yearly:2") == {"org-0", "org-365"}
    assert kept(days, "last:2,daily:1") == {"org-0", "org-1"}
    assert len(kept(days, "daily:30,weekly:12,monthly:24")) == 30 + 7 + 13
    # stretches without a snapshot do not count: what is kept is a number of snapshots
    assert kept([taken(0), taken(100), taken(200)], "daily:2") == {"org-0", "org-100"}


def test_of_one_stretch_the_one_that_can_tell_most_stays() -> None:
    series = [taken(0.1, "principals"), taken(0.2), taken(0.3, "full", "incomplete"), taken(1)]
    assert kept(series, "daily:1") == {"org-0.2", "org-0.1"}, "the newest complete one besides"


def test_the_newest_complete_one_always_stays() -> None:
    series = [taken(0, status="incomplete"), taken(1, status="incomplete"), taken(2), taken(3)]
    assert kept(series, "last:1") == {"org-0", "org-2"}
    assert kept(series[:2], "last:1") == {"org-0"}
    assert kept([*series, taken(5, of="other")], "last:1") == {"org-0", "org-2", "other-5"}


def test_what_something_refers_to_stays() -> None:
    series = [taken(day) for day in range(5)]
    assert kept(series, "last:1", org_3=["review.json"]) == {"org-0", "org-3"}


def test_a_copy_goes_beside_the_one_that_stays_and_never_alone() -> None:
    series = [taken(0), taken(1)]
    copies = {Path("a.duckdb"): series[0].file, Path("b.duckdb"): series[1].file}
    found = {
        one.file.name: (one.verdict, one.reason)
        for one in judge(series, copies, [(Path("x.duckdb"), "junk")], rules("last:1"), {})
    }
    assert found["a.duckdb"] == (GO, "it is a copy of org-0.duckdb")
    assert found["b.duckdb"][0] == GO
    assert found["x.duckdb"] == (KEEP, "not judged: junk")
    assert [name for name, (verdict, _) in found.items() if verdict == KEEP] == [
        "org-0.duckdb", "x.duckdb",
    ]  # fmt: skip


def test_references_are_found_by_id_and_by_name(tmp_path: Path) -> None:
    series = [taken(0), taken(1), taken(2)]
    (tmp_path / "review").mkdir()
    (tmp_path / "review" / "sheet.csv").write_text("of,org-1.duckdb\n")
    (tmp_path / "waivers.toml").write_text('snapshot = "org-2"\n')
    places = [tmp_path / "review", tmp_path / "waivers.toml"]
    found = references(series, places)
    assert set(found) == {"org-1", "org-2"}
    if os.geteuid():
        (tmp_path / "waivers.toml").chmod(0)
        with pytest.raises(StorageError, match="not known"):
            references(series, places)


@pytest.mark.parametrize("text", ["", "daily", "daily:x", "hourly:3", "daily:0", "last:1,last:2"])
def test_a_rule_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(ConfigError, match="--keep"):
        rules(text)


def test_nothing_goes_when_one_file_is_not_what_was_judged(tmp_path: Path) -> None:
    there = tmp_path / "org-1.duckdb"
    there.write_bytes(b"x")
    series = [taken(0), Taken(there, "1", "org", "sigma", NOON, "standard", "incomplete")]
    gone = Taken(tmp_path / "gone.duckdb", "2", "org", "sigma", NOON, "standard", "incomplete")
    verdicts = judge([*series, gone], {}, [], rules("last:0,yearly:1"), {})
    assert [one.verdict for one in verdicts].count(GO) == 2
    with pytest.raises(Refused, match="not the file"):
        take_away(verdicts)
    assert there.exists()


def test_the_command_deletes_only_with_yes(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    year: Year = scripted_year(tmp_path_factory)
    folder = tmp_path / "snapshots"
    folder.mkdir()
    for file in year.files[-4:]:
        os.link(file, folder / file.name)
    (folder / f"{year.files[-1].name}.sha256").write_text("x")
    (tmp_path / "waivers.toml").write_text(f'note = "{year.files[-3].name}"\n')
    words = ["snapshot", "prune", "--keep", "last:1", "--dir", str(folder), "--format", "json"]
    asked = CliRunner().invoke(cli, words)
    assert asked.exit_code == 0, asked.output
    told = json.loads(asked.stdout)
    verdicts = {Path(row["file"]).name: row["verdict"] for row in told["rows"]}
    staying = {year.files[-1].name, year.files[-3].name}
    assert {name for name, verdict in verdicts.items() if verdict == KEEP} == staying
    assert told["facts"]["deleted"] == 0
    assert len(list(folder.glob("*.duckdb"))) == 4
    done = CliRunner().invoke(cli, [*words, "--yes"])
    assert json.loads(done.stdout)["facts"]["deleted"] == 2
    assert {file.name for file in folder.glob("*.duckdb")} == staying
    listed = CliRunner().invoke(cli, ["snapshot", "list", "--dir", str(folder), "--format", "json"])
    rows = json.loads(listed.stdout)["rows"]
    assert len(rows) == 2
    assert all("questions answered" in row["covers"] for row in rows)
