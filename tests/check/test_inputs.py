"""What is read from outside: the declaring files, and an audit log in three formats."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from sigma_audit.check.inputs import SHAPES, Files, tables
from sigma_audit.errors import ConfigError, NotFound
from sigma_audit.library import Library
from sigma_audit.snapshot.store import Snapshot
from worlds import World

EVENTS = [
    {
        "When": "2024-05-20T10:00:00+02:00",
        "User Email": "ann@example.test",
        "Event Type": "ACCESS_SIGMA",
    },
    {"When": "2024-05-21T08:00:00Z", "User Email": "ann@example.test", "Event Type": "EXPORTS"},
]
READ = [
    (datetime(2024, 5, 20, 8), "ann@example.test", "ACCESS_SIGMA"),
    (datetime(2024, 5, 21, 8), "ann@example.test", "EXPORTS"),
]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    world = World(name="tiny")
    world.member("Ann")
    return world.seal(tmp_path_factory.mktemp("tiny"))


def log(folder: Path, suffix: str, events: list[dict[str, str]] = EVENTS) -> Path:
    path = folder / f"log{suffix}"
    if suffix == ".csv":
        lines = [",".join(events[0]), *(",".join(event.values()) for event in events)]
        path.write_text("\r\n".join(lines) + "\r\n", encoding="utf-8")
    elif suffix == ".parquet":
        source = log(folder, ".csv", events)
        duckdb.sql(f"copy (from read_csv('{source}', all_varchar = true)) to '{path}'")
    else:
        path.write_text("".join(json.dumps(event) + "\n" for event in events), encoding="utf-8")
    return path


def read(file: Path, files: Files, sql: str) -> list[tuple[object, ...]]:
    with Snapshot({"snapshot": file}, inputs=tables(files, Library())) as snapshot:
        return list(snapshot.sql(sql).rows)


@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".jsonl", ".ndjson"])
def test_an_audit_log_is_read_in_each_format(file: Path, tmp_path: Path, suffix: str) -> None:
    files = Files(audit_log=log(tmp_path, suffix), headings={"happened_at": "when"})
    sql = "select happened_at, email, category from input.log order by happened_at"
    assert read(file, files, sql) == READ
    assert read(file, files, "from input.given") == [("log",)]


def test_parquet_with_times_of_its_own_is_read_as_utc(file: Path, tmp_path: Path) -> None:
    path = tmp_path / "log.parquet"
    duckdb.sql(
        "copy (select timestamptz '2024-05-20 10:00:00+02' as time, 'EXPORTS' as category) "
        f"to '{path}'"
    )
    assert read(file, Files(audit_log=path), "select happened_at from input.log") == [
        (datetime(2024, 5, 20, 8),)
    ]


@pytest.mark.parametrize(
    ("headings", "said"),
    [
        ({}, "which column is the happened_at?"),
        ({"happened_at": "Nowhere"}, "has no column 'Nowhere'"),
        ({"happend": "When"}, "nothing called happend"),
        ({"happened_at": "User Email"}, "'ann@example.test' is not a timestamp"),
    ],
)
def test_a_log_that_cannot_be_understood_is_an_error(
    file: Path, tmp_path: Path, headings: dict[str, str], said: str
) -> None:
    files = Files(audit_log=log(tmp_path, ".csv"), headings=headings)
    with pytest.raises(ConfigError) as caught:
        read(file, files, "from input.log")
    assert said in caught.value.sentence


def test_a_log_that_is_not_there_or_of_no_format_is_an_error(file: Path, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        read(file, Files(audit_log=tmp_path / "log.csv"), "from input.log")
    with pytest.raises(ConfigError, match=r"cannot read \.xlsx"):
        read(file, Files(audit_log=tmp_path / "log.xlsx"), "from input.log")


def test_what_was_not_given_is_empty_and_says_so(file: Path) -> None:
    assert read(file, Files(), "from input.given") == []
    for name in SHAPES:
        assert read(file, Files(), f"from input.{name}") == []


def test_an_empty_file_is_given(file: Path, tmp_path: Path) -> None:
    (tmp_path / "sensitive.toml").write_text("", encoding="utf-8")
    files = Files(sensitive=tmp_path / "sensitive.toml")
    assert ("sensitive",) in read(file, files, "from input.given")


def test_a_query_can_still_reach_no_file(file: Path, tmp_path: Path) -> None:
    path = log(tmp_path, ".csv")
    with pytest.raises(ConfigError, match="cannot be answered"):
        read(file, Files(audit_log=path, headings={"happened_at": "When"}), f"from '{path}'")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("sensitive", '[[sensitive]]\nname = "x"\n', "line 1, paths: missing"),
        (
            "sensitive",
            '[[sensitive]]\nname = "x"\npaths = "y"\n',
            "line 3, paths: must be a list of",
        ),
        (
            "sensitive",
            '[[sensitive]]\nname = "x"\npaths = ["y"]\nexternal = 1\n',
            "line 4, external",
        ),
        (
            "duties",
            '[[pair]]\nname = "x"\nwhy = "y"\nfirst = {}\nsecond = {}\n',
            "line 1, first: must",
        ),
        (
            "duties",
            '[[pair]]\nname = "x"\nwhy = "y"\nfirst = { teem = "a" }\nsecond = {}\n',
            "line 1, first: unknown teem",
        ),
        ("sentinels", '\n[[sentinel]]\nname = "x"\n', "line 2, sentinel: names no member"),
        ("sentinels", "[[sentinel]\n", "is not TOML"),
    ],
)
def test_a_declaring_file_is_read_strictly(tmp_path: Path, name: str, text: str, said: str) -> None:
    path = tmp_path / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        tables(Files(**{name: path}), Library())  # type: ignore[arg-type]
    assert said in caught.value.sentence
    assert str(path) in caught.value.sentence
