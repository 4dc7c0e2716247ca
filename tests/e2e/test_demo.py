"""The demo, run by somebody who has just installed the command: nothing set, an empty folder."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import duckdb

from e2e.command import SECRETS, csv_rows, sigma_audit
from e2e.conftest import Full
from e2e.page import Page
from finished_demo import Demo
from sigma_audit.emulator.company import NOW, ORGANIZATION_ID
from sigma_audit.emulator.quarter import QUARTER

REPORTS = {
    "overview",
    "access_by_object",
    "access_by_member",
    "connections",
    "privileged",
    "changes",
    "coverage",
}
DEMO = "Demo data."


def files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def holds(path: Path, words: tuple[str, ...]) -> list[str]:
    """Tell in which relations of a snapshot one of these words stands, compressed or not."""
    found = []
    with duckdb.connect(str(path), read_only=True) as connection:
        tables = connection.execute(
            "select schema_name, table_name from duckdb_tables()"
        ).fetchall()
        assert len(tables) > 40
        assert sum(schema == "raw" for schema, _ in tables) > 15
        for schema, table in tables:
            name = f'{schema}."{table}"'
            for word in words:
                (count,) = connection.execute(
                    f"select count(*) from {name} as t where contains(t::varchar, $1)", [word]
                ).fetchone() or (0,)
                found += [name] * (count > 0)
    return found


def test_it_ends_well_within_two_minutes(demo: Demo) -> None:
    """The two minutes are for a machine with nothing else to do; tests run beside this."""
    assert demo.said.code == 0, demo.said.err
    assert demo.seconds < 600


def test_it_leaves_three_sealed_snapshots_of_the_quarter(demo: Demo) -> None:
    assert len(demo.snapshots) >= 3
    moments = [NOW, *(batch.now for batch in QUARTER)]
    for path, moment in zip(demo.snapshots, moments, strict=True):
        assert path.parent.name == ORGANIZATION_ID
        assert path.stem == f"{moment:%Y-%m-%dT%H%M%SZ}"
        with duckdb.connect(str(path), read_only=True) as connection:
            row = connection.execute(
                "select organization_id, source, plan, status, taken_at from snapshot_info"
            ).fetchone()
        assert row is not None
        assert row[:4] == (ORGANIZATION_ID, "emulator", "standard", "complete")
        assert isinstance(row[4], datetime)
        assert moment <= row[4]
    assert [path.name for path in files(demo.folder) if "partial" in path.name] == []


def test_each_snapshot_is_untouched(demo: Demo) -> None:
    said = sigma_audit("snapshot", "verify", demo.snapshots[1], folder=demo.folder)
    assert said.code == 0, said.err


def test_every_report_is_there_in_both_forms_and_holds_rows(demo: Demo) -> None:
    listed = csv_rows(sigma_audit("report", "list", "--format", "csv", folder=demo.folder).out)
    names = {row["name"] for row in listed}
    assert names >= REPORTS
    for name in names:
        files = [
            path
            for folder in (demo.reports, demo.root / "timelines")
            for path in folder.glob(f"{name}*.csv")
        ]
        assert files, name
        for file in files:
            assert csv_rows(file.read_bytes()), file
            assert Page(file.with_suffix(".html")).tables, file
    assert (demo.reports / "index.html").is_file()


def test_it_says_where_everything_is_on_stdout_and_the_rest_on_stderr(demo: Demo) -> None:
    lines = demo.said.text.splitlines()
    for path in demo.snapshots:
        assert f"  {path.relative_to(demo.folder)}" in lines
    assert "  demo/reports/index.html" in lines
    assert "made-up data" in lines[0]
    assert "sealing" not in demo.said.text
    assert "sealing" in demo.said.err
    assert "\x1b" not in demo.said.text + demo.said.err
    assert "\r" not in demo.said.err  # progress bars are for terminals


def test_every_report_says_that_it_is_of_demo_data(demo: Demo) -> None:
    pages = sorted(demo.reports.glob("*.html"))
    assert len(pages) > len(REPORTS)
    for path in pages:
        said = Page(path).trust
        assert any(line.startswith(DEMO) for line in said), path.name
    for path in sorted(demo.reports.glob("*.csv")):
        rows = csv_rows(path.read_bytes())
        assert {row["source"] for row in rows} == {"emulator"}, path.name


def test_every_answer_from_it_says_so_too(demo: Demo) -> None:
    last = demo.snapshots[-1]
    for words in (
        ("access", "member", "dana.okafor@halcyon.example", "--snapshot", last),
        ("access", "object", "Treasury", "--snapshot", last, "--format", "csv"),
        ("sql", "select 1 as one", "--snapshot", last, "--format", "csv"),
        ("snapshot", "show", last),
        ("diff", demo.snapshots[0], last),
    ):
        said = sigma_audit(*words, folder=demo.folder)
        assert said.code == 0, said.err
        assert "DEMO DATA" in said.err, words
    said = sigma_audit("sql", "select 1 as one", "--snapshot", last, "--format", "json",
                       folder=demo.folder)  # fmt: skip
    assert '"source": "emulator"' in said.text


def test_what_it_leaves_is_for_its_owner_alone(demo: Demo) -> None:
    tour = demo.root
    for path in files(tour):
        if path.stat().st_size:
            assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    for path in (tour / "snapshots", tour / "snapshots" / ORGANIZATION_ID, tour / "reports"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700, path


def test_no_secret_is_left_anywhere(demo: Demo) -> None:
    found = list(files(demo.folder))
    assert len(found) > 20
    needles = [word.encode() for word in (*SECRETS, "access_token", "client_secret=", "Bearer ")]
    for path in found:
        body = path.read_bytes()
        for needle in needles:
            assert needle not in body, (path, needle)
    for path in demo.snapshots:
        assert holds(path, (*SECRETS, "access_token", "Bearer ")) == []
        # the search finds what is there
        assert 'raw."members"' in holds(path, ("dana.okafor@halcyon.example",))


def test_no_token_that_was_issued_is_left_in_a_snapshot(full: Full) -> None:
    tokens = full.tokens
    assert len(tokens) >= 4
    for path in full.paths:
        body = path.read_bytes()
        assert not any(token.encode() in body for token in tokens)
        assert holds(path, tokens) == []


def test_nothing_but_get_and_the_token_post_is_ever_sent(full: Full) -> None:
    assert len(full.log) > 5_000
    verbs = {(one.method, one.path if one.method != "GET" else "") for one in full.log}
    assert verbs == {("GET", ""), ("POST", "/v2/auth/token")}
    assert sum(one.method == "POST" for one in full.log) == len(full.outcomes)
    assert {outcome.status for outcome in full.outcomes} == {"complete"}


def test_the_commands_that_it_offers_work(demo: Demo) -> None:
    import shlex

    offered = re.findall(r"^  sigma-audit (.+)$", demo.said.text, re.MULTILINE)
    assert len(offered) >= 3
    for line in offered:
        said = sigma_audit(*shlex.split(line), folder=demo.folder)
        assert said.code == 0, (line, said.err)
        assert said.out.strip(), line
        assert "DEMO DATA" in said.err, line


def test_it_never_takes_over_a_folder_that_holds_something_else(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.txt").write_text("years")
    said = sigma_audit("demo", "--out", mine, folder=tmp_path)
    assert said.code == 5
    assert [path.name for path in files(tmp_path)] == ["thesis.txt"]
