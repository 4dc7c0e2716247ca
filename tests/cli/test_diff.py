from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sigma_audit.cli.main import cli
from sigma_audit.library import Library
from worlds import World

LIBRARY = Library()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    folder = tmp_path_factory.mktemp("diff")
    world = World()
    people = [world.member(name) for name in ("Ann", "Bob", "Cyd\x1b[31m")]
    team = world.team("Finance", *people)
    space = world.workspace("Space")
    for number in range(60):
        world.document("workbook", f"Book {number}", space)
    later = world.copy()
    later.grant(space, "view", team=team)
    return str(world.seal(folder, LIBRARY)), str(later.seal(folder, LIBRARY))


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, ["diff", *words])


def test_text_tells_one_cause_once(files: tuple[str, str]) -> None:
    done = run(*files)
    assert done.exit_code == 0
    assert (
        "Grant: 1\n  added     team Finance was given Can view on workspace Space\n" in done.stdout
    )
    assert (
        "3 members × 61 objects gained — team Finance was given Can view on workspace Space"
        in done.stdout
    )
    assert "before: taken" in done.stderr


def test_text_unfolds_to_every_row(files: tuple[str, str]) -> None:
    out = run(*files, "--rows", "-q").stdout
    assert "Effective access: 183\n" in out
    assert out.count("gained Can view on") == 183
    assert "more of" not in out


def test_json_and_csv_give_every_row(files: tuple[str, str]) -> None:
    told = json.loads(run(*files, "--format", "json", "-q").stdout)
    assert len(told["rows"]) == 1 + 3 * 61
    assert told["facts"]["complete"] is True
    for row in told["rows"]:
        assert row.keys() >= {
            "entity", "change", "member_id", "inode_id", "team_id", "grant_id", "column",
            "before", "after", "cause",
        }  # fmt: skip
    out = run(*files, "--format", "csv", "-q").stdout_bytes.decode("utf-8-sig")
    assert len(list(csv.DictReader(io.StringIO(out)))) == len(told["rows"])


def test_aggregate_folds_json_too(files: tuple[str, str]) -> None:
    told = json.loads(run(*files, "--aggregate", "--format", "json", "-q").stdout)
    assert [row["row_count"] for row in told["rows"]] == [1, 183]


def test_nothing_changed_is_said_and_ends_in_0(files: tuple[str, str]) -> None:
    done = run(files[0], files[0])
    assert (done.exit_code, done.stdout) == (0, "Nothing changed.\n")


def test_what_was_not_read_is_neither_unchanged_nor_a_thing_that_changes(tmp_path: Path) -> None:
    world = World()
    team = world.team("Finance", world.member("Ann"))
    space = world.workspace("Space")
    later = world.copy()
    world.grant(space, "view", team=team)
    for endpoint, parent in (("object_grants", space), ("team_grants", team)):
        later.fail(endpoint, parent, "forbidden")
    whole, torn = str(world.seal(tmp_path, LIBRARY)), str(later.seal(tmp_path, LIBRARY))
    assert "whether what is given to team Finance on workspace Space changed" in (
        run(whole, torn, "--rows").stdout
    )
    assert run(torn, torn).stdout == "Nothing changed of what both have read.\n"


def test_the_wrong_order_is_remarked(tmp_path: Path) -> None:
    world = World()
    earlier = world.seal(tmp_path, LIBRARY)
    world.taken_at = world.taken_at.replace(year=2025)
    done = run(str(world.seal(tmp_path, LIBRARY)), str(earlier))
    assert done.exit_code == 0
    assert "the first file is the later one" in done.stderr


def test_a_missing_file_is_a_usage_error(files: tuple[str, str]) -> None:
    done = run(files[0], "nowhere.duckdb")
    assert done.exit_code == 2
    assert "nowhere.duckdb" in done.stderr
