"""Interrupted runs: what was collected is kept, and a continued run equals an undisturbed one."""

import itertools
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from collect.crawl import differences, emulated, rows, settings, small_org, take
from sigma_audit.collect import place
from sigma_audit.collect.place import new_place, unfinished
from sigma_audit.config import Settings
from sigma_audit.emulator.faults import FaultPlan
from sigma_audit.emulator.org import Org
from sigma_audit.emulator.server import serve
from sigma_audit.errors import Interrupted, NameTaken, Refused, StorageError, UnexpectedShape
from sigma_audit.snapshot import working
from sigma_audit.snapshot.partial import partial_path


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    org = small_org()
    out = tmp_path_factory.mktemp("undisturbed") / "x.duckdb"
    outcome = take(emulated(org), out, settings(org))
    return outcome.path, outcome.requests


def stopping(number: int, which: int) -> Callable[[], None]:
    """Make a signal arrive ahead of the so-and-so-manieth request."""
    asked = itertools.count(1)

    def before() -> None:
        if next(asked) == which:
            signal.raise_signal(number)

    return before


def test_ctrl_c_and_term_again_and_again(undisturbed: tuple[Path, int], tmp_path: Path) -> None:
    org = small_org()
    plan = FaultPlan()
    app, out = emulated(org, plan), tmp_path / "x.duckdb"
    stops = 0
    while True:
        number = (signal.SIGINT, signal.SIGTERM)[stops % 2]
        try:
            outcome = take(app, out, settings(org), resume=stops > 0, before=stopping(number, 20))
            break
        except Interrupted as stop:
            said = f"{stop.sentence} {stop.hint}"
        stops += 1
        assert str(partial_path(out)) in said
        assert "--resume" in said
        assert partial_path(out).exists()
        assert not out.exists()
    assert stops >= 4
    assert outcome.was_resumed
    assert differences(undisturbed[0], outcome.path) == []
    # At most the pages in flight are read again, and each start signs in.
    assert len(plan.log) <= undisturbed[1] + stops * (4 + 2)
    assert not partial_path(out).exists()


@pytest.mark.parametrize("portion", [1, 32])
def test_an_interrupted_list_goes_on_from_its_cursor(
    portion: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However few of its pages are counted again at once."""
    monkeypatch.setattr(working, "PORTION", portion)
    org = small_org()
    plan = FaultPlan()
    app, out = emulated(org, plan, page_limit=2), tmp_path / "x.duckdb"

    def before() -> None:
        if len(plan.asked("list")) == 4:
            signal.raise_signal(signal.SIGINT)

    with pytest.raises(Interrupted):
        take(app, out, settings(org), concurrency=1, before=before)
    assert "page=" not in plan.asked("list")[0].query
    plan.log.clear()
    outcome = take(app, out, settings(org), concurrency=1, resume=True)
    assert outcome.status == "complete"
    again = [asked.query for asked in plan.asked("list") if "limit=1000" in asked.query]
    assert again
    assert all("page=" in query for query in again)


@pytest.mark.parametrize(
    ("changed", "word"),
    [({"plan": "full"}, "plan"), ({"base_url": "http://127.0.0.1:2"}, "base url"),
     ({"organization": True}, "organization"), ({"version": "9.9"}, "tool version"),
     ({"schema": 1}, "schema version")],
)  # fmt: skip
def test_a_resume_against_something_else_is_refused(
    changed: dict[str, Any], word: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    org = small_org()
    out = tmp_path / "x.duckdb"
    with pytest.raises(Interrupted):
        take(emulated(org), out, settings(org), before=stopping(signal.SIGINT, 9))
    who = settings(org)
    if "base_url" in changed:
        who = Settings(changed["base_url"], who.client_id, who.client_secret)
    if "organization" in changed:
        org.organization_id = "00000000-0000-4000-8000-000000000000"
    if "version" in changed:
        monkeypatch.setattr("sigma_audit.collect.run.__version__", changed["version"])
    if "schema" in changed:
        monkeypatch.setattr("sigma_audit.collect.run.SCHEMA_VERSION", changed["schema"])
    with pytest.raises(Refused, match=word) as caught:
        take(emulated(org), out, who, resume=True, plan=changed.get("plan", "standard"))
    assert caught.value.exit_code == 5
    assert partial_path(out).exists(), "what was collected is kept"


def test_what_is_sealed_already_is_said_and_not_read_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A kill may come after the last step: whoever resumes then has what they want."""
    org, out = small_org(), tmp_path / "x.duckdb"
    first = take(emulated(org), out, settings(org), extras=("tags",))
    before, sent = out.read_bytes(), list[tuple[str, str]]()
    again = take(emulated(org), out, settings(org), extras=("tags",), resume=True, sent=sent)
    assert (again.path, again.status) == (first.path, "complete")
    assert "is sealed already" in caplog.text
    assert [path for _, path in sent] == ["/v2/auth/token", "/v2/whoami"]
    for changed in ({"plan": "full"}, {"extras": ("tags", "embeds")}, {"extras": ()}):
        with pytest.raises(Refused, match=r"plan|extras") as caught:
            take(emulated(org), out, settings(org), resume=True, **changed)
        assert caught.value.exit_code == 5
    assert out.read_bytes() == before


def test_a_run_that_was_killed_at_its_beginning_leaves_nothing_in_the_way(tmp_path: Path) -> None:
    org, out = small_org(), tmp_path / "x.duckdb"
    aside = partial_path(out).with_name(partial_path(out).name + ".new")
    for left in (b"", b"half a header"):
        aside.write_bytes(left)
        outcome = take(emulated(org), out, settings(org), resume=True)
        assert outcome.status == "complete"
        assert [path.name for path in tmp_path.glob("x.duckdb.*") if ".partial" in path.name] == []
        out.unlink()


def test_a_new_run_neither_overwrites_nor_joins_what_is_there(tmp_path: Path) -> None:
    org = small_org()
    out = tmp_path / "x.duckdb"
    with pytest.raises(Interrupted):
        take(emulated(org), out, settings(org), before=stopping(signal.SIGINT, 9))
    with pytest.raises(Refused, match="unfinished"):
        take(emulated(org), out, settings(org))
    partial_path(out).rename(out)
    before = out.read_bytes()
    with pytest.raises(Refused, match="already there"):
        take(emulated(org), out, settings(org))
    assert out.read_bytes() == before


def test_without_out_the_newest_unfinished_run_of_the_organisation_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.chdir(tmp_path)
    org = small_org()
    app = emulated(org)

    def run(**options: Any) -> Any:
        return take(app, None, settings(org), **options)  # type: ignore[arg-type]

    with pytest.raises(Interrupted):
        run(before=stopping(signal.SIGINT, 9), resume=True)
    assert "starting from the beginning" in caplog.text
    folder = tmp_path / "snapshots" / org.organization_id
    begun = list(folder.iterdir())
    assert [path.suffixes[-1] for path in begun if path.suffix != ".wal"] == [".partial"]
    assert folder.stat().st_mode & 0o777 == 0o700
    outcome = run(resume=True)
    assert outcome.was_resumed
    assert outcome.path.parent == folder
    assert not [path for path in folder.iterdir() if path.suffix == ".partial"]


def test_a_name_that_another_run_takes_meanwhile_is_left_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    org = small_org()
    taken: list[Path] = []

    def chosen(*asked: Any) -> Path:
        path = new_place(*asked)
        if not taken:  # the other run begins when this one has chosen its name
            path.parent.mkdir(parents=True)
            partial_path(path).touch()
            taken.append(path)
        return path

    monkeypatch.setattr(place, "new_place", chosen)
    outcome = take(emulated(org), None, settings(org))  # type: ignore[arg-type]
    assert outcome.path.name == taken[0].name.replace(".duckdb", "-2.duckdb")
    assert partial_path(taken[0]).stat().st_size == 0
    with pytest.raises(
        NameTaken, match="unfinished run"
    ):  # a name that was asked for is no other's
        take(emulated(org), taken[0], settings(org))


def test_names_of_files_sort_by_time_and_an_organisation_id_is_no_path(tmp_path: Path) -> None:
    from datetime import datetime

    moments = [datetime(2026, 7, 1, 9, 5), datetime(2026, 10, 1), datetime(2026, 10, 1, 0, 0, 1)]
    paths = [new_place("org-1", moment, tmp_path) for moment in moments]
    assert sorted(path.name for path in paths) == [path.name for path in paths]
    paths[0].parent.mkdir(parents=True)
    partial_path(paths[0]).touch()
    assert new_place("org-1", moments[0], tmp_path) != paths[0]
    assert unfinished(None, "org-1", tmp_path) == paths[0]
    for hostile in ("../../etc", "a/b", "", ".", "x" * 99, "a\nb"):
        with pytest.raises(UnexpectedShape):
            new_place(hostile, moments[0], tmp_path)


def test_a_place_that_cannot_be_written_is_said_at_once(tmp_path: Path) -> None:
    org = small_org()
    (tmp_path / "file").touch()
    plan = FaultPlan()
    with pytest.raises(StorageError) as caught:
        take(emulated(org, plan), tmp_path / "file" / "x.duckdb", settings(org))
    assert caught.value.exit_code == 2
    assert len(plan.log) <= 2


SCRIPT = """
import resource, sys
from pathlib import Path
from sigma_audit.collect.run import collect
from sigma_audit.config import Settings
from sigma_audit.errors import AuditError
if len(sys.argv) > 3:
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))
import os
who = Settings(sys.argv[1], os.environ["SIGMA_CLIENT_ID"], os.environ["SIGMA_CLIENT_SECRET"])
try:
    print(collect(who, out=Path(sys.argv[2]), resume=True).path)
except AuditError as error:
    print(type(error).__name__, error.sentence)
    sys.exit(error.exit_code)
"""


def start(org: Org, url: str, out: Path, *more: str) -> subprocess.Popen[str]:
    """Collect in a process of its own, whose environment holds the credentials."""
    who = settings(org)
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT, url, str(out), *more],
        env={
            **os.environ,
            "SIGMA_CLIENT_ID": who.client_id,
            "SIGMA_CLIENT_SECRET": who.client_secret,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def test_kill_nine_leaves_nothing_under_the_final_name_and_a_resume_is_equal(
    tmp_path: Path,
) -> None:
    org = small_org()
    plan = FaultPlan(latency_seconds=0.02)
    app = emulated(org, plan)
    out, whole = tmp_path / "x.duckdb", tmp_path / "whole.duckdb"
    with serve(app) as url:
        for more in (12, 30):
            plan.log.clear()
            process = start(org, url, out)
            deadline = time.monotonic() + 60
            while len(plan.log) < more and time.monotonic() < deadline:
                time.sleep(0.005)
            process.kill()
            process.communicate()
            assert process.returncode == -signal.SIGKILL
            assert not out.exists()
            assert partial_path(out).exists()
        plan.latency_seconds = 0.0
        spilled = tmp_path / "x.duckdb.partial.tmp"  # where DuckDB lays aside what it works on
        spilled.mkdir()
        (spilled / "duckdb_temp_storage.tmp").write_bytes(b"members, by name")
        for path in (out, whole):
            process = start(org, url, path)
            said, _ = process.communicate(timeout=120)
            assert process.returncode == 0, said
        assert not spilled.exists()
    assert differences(whole, out) == []
    assert rows(out, "select status from snapshot_info") == [("complete",)]


def test_a_full_disk_says_so_and_keeps_what_it_has(tmp_path: Path) -> None:
    org = small_org()
    out = tmp_path / "x.duckdb"
    with serve(emulated(org)) as url:
        process = start(org, url, out, "60000")
        said, _ = process.communicate(timeout=120)
        assert process.returncode == 2, said
        assert "StorageError" in said
        assert "Traceback" not in said
        assert not out.exists()
