"""The issue's "done when", by the real command against a server of its own, as a stranger would.

Everything here knows the contract, an address and a credential, and nothing of the inside.
"""

from __future__ import annotations

import csv
import io
import json
import re
import resource
import shutil
import socket
import stat
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import duckdb
import pytest

from e2e.command import COMMAND, Said, csv_rows, environment, refused, sigma_audit
from sigma_audit.emulator.company import (
    CLIENT_ID,
    CLIENT_SECRET,
    LIMITED_CLIENT_ID,
    LIMITED_CLIENT_SECRET,
    ORGANIZATION_ID,
)
from sigma_audit.emulator.company_build import person_id
from sigma_audit.emulator.drive import Driver
from sigma_audit.emulator.story import team
from sigma_audit.emulator.tokens import MARK

DANA = "dana.okafor@halcyon.example"
PACK = "Corporate Planning/Board/Q2 2026/Board Pack Q2"
# contract.md, "Machine forms": what scripts may rely on.
COLUMNS = {
    "access member": "inode_id plane kind path_text granted_permission effective_permission "
    "can_write_back path_count certainty",
    "access object": "member_id email name status account_type is_admin granted_permission "
    "effective_permission path_count certainty",
    "access why": "via team_id grant_id source_inode_id permission sentence",
    "diff": "entity change member_id inode_id team_id grant_id column before after cause",
    "report list": "name title question formats",
    "snapshot list": "file snapshot_id organization_id source taken_at plan status",
}
FACTS = {"tool_version", "parameters"}
SNAPSHOT_FACTS = {"snapshot_id", "organization_id", "taken_at", "status", "complete", "not_known"}


@dataclass(frozen=True)
class Server:
    """The embedded organisation in a process of its own, and what it printed."""

    given: dict[str, str]

    @property
    def base_url(self) -> str:
        return self.given["SIGMA_BASE_URL"]

    @property
    def limited(self) -> dict[str, str]:
        """Give the credential of someone who may not see much."""
        secret = {"SIGMA_CLIENT_SECRET": LIMITED_CLIENT_SECRET}
        return {**self.given, "SIGMA_CLIENT_ID": LIMITED_CLIENT_ID, **secret}


@dataclass(frozen=True)
class Place:
    """A working directory with two snapshots, a change apart, in the default place."""

    folder: Path
    said: list[Said]

    @property
    def snapshots(self) -> list[Path]:
        return sorted((self.folder / "snapshots").rglob("*.duckdb"))

    def ask(self, *words: str | Path) -> Said:
        return sigma_audit(*words, folder=self.folder)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("server")
    process = subprocess.Popen(
        [*COMMAND, "emulator", "serve"],
        cwd=home,
        env=environment(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        given = {}
        for _ in range(3):
            line = process.stdout.readline().strip()
            name, _, value = line.removeprefix("export ").partition("=")
            given[name] = value
        assert set(given) == {"SIGMA_BASE_URL", "SIGMA_CLIENT_ID", "SIGMA_CLIENT_SECRET"}
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+", given["SIGMA_BASE_URL"])
        yield Server(given)
    finally:
        process.terminate()
        _, said = process.communicate(timeout=30)
    assert "Traceback" not in said


@pytest.fixture(scope="module")
def place(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Place:
    folder = tmp_path_factory.mktemp("place")
    words = ("collect", "--plan", "principals", "--concurrency", "8")
    said = [sigma_audit(*words, folder=folder, given=server.given)]
    driver = Driver(server.base_url, CLIENT_ID, CLIENT_SECRET)
    path = f"/v2/teams/{team('board-pack')}/members"
    driver.send("PATCH", path, {"remove": [person_id("dana")]})
    said.append(sigma_audit(*words, folder=folder, given=server.given))
    return Place(folder, said)


def test_collect_seals_in_the_default_place_and_prints_the_path_alone(place: Place) -> None:
    assert [said.code for said in place.said] == [0, 0], [said.err for said in place.said]
    printed = [said.text for said in place.said]
    assert [text.count("\n") for text in printed] == [1, 1]
    assert [place.folder / text.strip() for text in printed] == place.snapshots
    for path in place.snapshots:
        assert path.parent == place.folder / "snapshots" / ORGANIZATION_ID
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d{6}Z\.duckdb", path.name)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    for said in place.said:
        assert "DEMO DATA, complete: " in said.err
        assert CLIENT_ID not in said.err


def question(place: Place, name: str) -> tuple[str | Path, ...]:
    """Give the command line of one of the contract's questions."""
    first, last = place.snapshots
    return {
        "access member": ("access", "member", DANA, "--snapshot", first),
        "access object": ("access", "object", PACK, "--snapshot", first),
        "access why": ("access", "why", DANA, PACK, "--snapshot", first),
        "diff": ("diff", first, last),
        "report list": ("report", "list"),
        "snapshot list": ("snapshot", "list"),
    }[name]


@pytest.mark.parametrize("name", COLUMNS)
def test_each_question_answers_in_three_forms_with_the_columns_of_the_contract(
    name: str, place: Place
) -> None:
    words, promised = question(place, name), COLUMNS[name].split()
    text = place.ask(*words)
    assert text.code == 0, text.err
    assert text.text.strip()
    as_csv = place.ask(*words, "--format", "csv")
    assert as_csv.code == 0, as_csv.err
    rows = csv_rows(as_csv.out)
    assert rows
    assert set(promised) <= rows[0].keys()
    as_json = place.ask(*words, "--format", "json")
    assert as_json.code == 0, as_json.err
    document = json.loads(as_json.out)
    assert document.keys() == {"facts", "rows"}
    assert len(document["rows"]) == len(rows)
    assert [list(row) for row in document["rows"]] == [list(row) for row in rows]
    wanted = FACTS | (SNAPSHOT_FACTS if name.split()[0] in ("access", "diff") else set())
    assert wanted <= document["facts"].keys()
    for row, cells in zip(document["rows"], rows, strict=True):
        for column in promised:
            if isinstance(row[column], int) and not isinstance(row[column], bool):
                assert cells[column] == str(row[column])


def test_the_answers_are_the_planted_ones(place: Place) -> None:
    first, last = place.snapshots
    before = csv_rows(place.ask(*question(place, "access why"), "--format", "csv").out)
    assert [(row["via"], row["team_id"]) for row in before] == [("team", team("board-pack"))]
    words = ("access", "why", DANA, PACK, "--snapshot", last, "--format", "json")
    after = json.loads(place.ask(*words).out)
    assert after["rows"] == []
    assert "Board Pack Readers" in after["facts"]["why_not"]
    # the latest is taken when none is named, and named on stderr
    unnamed = place.ask("access", "why", DANA, PACK, "--format", "json")
    assert json.loads(unnamed.out)["facts"]["snapshot_id"] == after["facts"]["snapshot_id"]
    assert last.name in unnamed.err
    changes = csv_rows(place.ask("diff", first, last, "--format", "csv").out)
    assert [row["entity"] for row in changes if row["entity"] != "effective_access"] == [
        "team_member"
    ]
    dana = {row["member_id"] for row in changes}
    assert dana == {person_id("dana")}


def test_members_are_found_by_id_and_objects_by_id_and_path(place: Place) -> None:
    first = place.snapshots[0]
    rows = csv_rows(place.ask(*question(place, "access member"), "--format", "csv").out)
    (pack,) = [row for row in rows if row["path_text"] == PACK]
    for what in (PACK, pack["inode_id"], pack["inode_id"].upper()):
        said = place.ask("access", "why", person_id("dana"), what, "--snapshot", first)
        assert said.code == 0, said.err
        assert "Board Pack Readers" in said.text
    table = place.ask("access", "object", "Snowflake:PROD", "--snapshot", first)
    assert table.code == 0, table.err


def test_reports_are_written_in_each_form(place: Place, tmp_path: Path) -> None:
    words = ("report", "run", "overview", "changes", "--format", "html,csv,json,xlsx")
    first, last = place.snapshots
    said = place.ask(*words, "--before", first, "--snapshot", last, "--out", tmp_path)
    assert said.code == 0, said.err
    forms = [*words[5].split(","), "facts.json"]
    names = {f"{name}.{form}" for name in words[2:4] for form in forms}
    assert {path.name for path in tmp_path.iterdir()} - {"index.html"} == names
    assert {Path(line).name for line in said.text.splitlines()} - {"index.html"} == names
    for path in tmp_path.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert json.loads((tmp_path / "overview.json").read_bytes())["rows"]
    assert (tmp_path / "overview.xlsx").read_bytes().startswith(b"PK")


def test_show_verify_sql_and_explain_answer(place: Place) -> None:
    last = place.snapshots[-1]
    for words in (("snapshot", "show"), ("snapshot", "verify", last), ("snapshot", "list")):
        assert place.ask(*words).code == 0, words
        for form in ("json", "csv"):
            said = place.ask(*words, "--format", form)
            assert said.code == 0, said.err
            assert json.loads(said.out)["rows"] if form == "json" else csv_rows(said.out)
    said = place.ask("sql", "select count(*) as n from members", "--format", "csv")
    assert csv_rows(said.out) == [{"n": "151"}] or csv_rows(said.out) == [{"n": "150"}]
    refused(place.ask("sql", "delete from members"), 2)
    assert place.ask("report", "explain", "overview").code == 0


def test_a_changed_file_does_not_verify(place: Place, tmp_path: Path) -> None:
    path = tmp_path / "touched.duckdb"
    shutil.copy(place.snapshots[0], path)
    with duckdb.connect(str(path)) as connection:
        connection.execute("update members set status = 'active'")
    said = place.ask("snapshot", "verify", path)
    assert said.code == 5, said.err


def test_api_and_doctor_answer(server: Server, tmp_path: Path) -> None:
    whole = sigma_audit("api", "GET", "/v2/members?limit=50", folder=tmp_path, given=server.given)
    assert whole.code == 0, whole.err
    assert len(json.loads(whole.out)["entries"]) > 100
    refused(sigma_audit("api", "DELETE", "/v2/members/x", folder=tmp_path, given=server.given), 5)
    for form in ("text", "csv", "json"):
        said = sigma_audit("doctor", "--format", form, folder=tmp_path, given=server.given)
        assert said.code == 0, said.err
        assert said.out.strip()
    assert {row["plan"] for row in json.loads(said.out)["rows"]} == {
        "principals",
        "objects",
        "standard",
        "full",
    }
    shared = tmp_path / "findings.json"
    said = sigma_audit("doctor", "--out", shared, folder=tmp_path, given=server.given)
    assert said.code == 0, said.err
    text = shared.read_text()
    for word in ("halcyon", "@", ORGANIZATION_ID, CLIENT_ID, "Dana", "127.0.0.1"):
        assert word not in text, word


def test_v_says_each_request_and_q_says_nothing(server: Server, tmp_path: Path) -> None:
    words = ("api", "GET", "/v2/whoami")
    loud = sigma_audit(*words, "-v", folder=tmp_path, given=server.given)
    assert "/v2/whoami" in loud.err
    assert "earer" not in loud.err
    assert sigma_audit(*words, "-q", folder=tmp_path, given=server.given).err == ""


# ---- what goes wrong ----------------------------------------------------------------------------


def test_without_credentials_what_is_missing_is_named_and_the_demo_offered(tmp_path: Path) -> None:
    said = sigma_audit("collect", folder=tmp_path)
    refused(said, 2, "SIGMA_BASE_URL", "SIGMA_CLIENT_ID", "SIGMA_CLIENT_SECRET", "sigma-audit demo")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["collect", "doctor", "api GET /v2/whoami"])
def test_wrong_credentials(command: str, server: Server, tmp_path: Path) -> None:
    wrong = f"{MARK}wrong"
    given = {**server.given, "SIGMA_CLIENT_SECRET": wrong}
    said = sigma_audit(*command.split(), folder=tmp_path, given=given, secrets=[wrong])
    refused(said, 3)
    assert said.out == b""
    assert list(tmp_path.rglob("*.duckdb*")) == []


def test_no_network(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    given = {
        "SIGMA_BASE_URL": f"http://127.0.0.1:{port}",
        "SIGMA_CLIENT_ID": CLIENT_ID,
        "SIGMA_CLIENT_SECRET": CLIENT_SECRET,
    }
    said = sigma_audit("collect", folder=tmp_path, given=given)
    refused(said, 3, "SIGMA_BASE_URL")
    assert said.out == b""
    assert list(tmp_path.rglob("*.duckdb*")) == []


class NotSigma(Thread):
    """Somebody else's web server, on a port of its own."""

    PAGE = (
        b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nContent-Length: 39\r\n"
        b"Connection: close\r\n\r\n<html><body>The canteen's menu</body>\r\n"
    )

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.base_url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    def run(self) -> None:
        """Answer everyone the same, until the listener is closed."""
        while True:
            try:
                caller, _ = self.listener.accept()
            except OSError:
                return
            with caller:
                caller.recv(65_536)
                caller.sendall(self.PAGE)


@pytest.mark.parametrize(
    ("base_url", "code"),
    [
        ("the canteen's", 3),
        ("http://sigma.example", 2),  # plain http goes to this machine only
        ("https://user:pass@sigma.example", 2),
        ("aws-mars-north", 2),
    ],
)
def test_wrong_host(base_url: str, code: int, tmp_path: Path) -> None:
    other = NotSigma()
    other.start()
    given = {
        "SIGMA_BASE_URL": other.base_url if code == 3 else base_url,
        "SIGMA_CLIENT_ID": CLIENT_ID,
        "SIGMA_CLIENT_SECRET": CLIENT_SECRET,
    }
    said = sigma_audit("collect", folder=tmp_path, given=given)
    other.listener.close()
    refused(said, code)
    assert said.out == b""
    assert list(tmp_path.rglob("*.duckdb*")) == []


@pytest.mark.parametrize("where", ["/proc/sigma-audit", "file/below"])
def test_an_unwritable_folder(where: str, place: Place, server: Server, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    out = Path(where)
    for words in (
        ("collect", "--out", out / "x.duckdb"),
        ("report", "run", "overview", "--out", out, "--snapshot", place.snapshots[0]),
        ("demo", "--out", out),
        ("doctor", "--out", out / "x.json"),
    ):
        said = sigma_audit(*words, folder=tmp_path, given=server.given)
        refused(said, 2)
        assert said.out == b""


def small_files(most: int) -> Callable[[], None]:
    """Let no file of the child's grow beyond `most` bytes: to it, the disk is full."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    return limit


def test_a_full_disk_while_collecting(server: Server, tmp_path: Path) -> None:
    said = sigma_audit(
        "collect",
        "--plan",
        "principals",
        folder=tmp_path,
        given=server.given,
        before=small_files(400_000),
    )
    refused(said, 2)
    assert said.out == b""
    assert list(tmp_path.rglob("*.duckdb")) == []


@pytest.mark.parametrize("form", ["html", "csv", "json", "xlsx"])
def test_a_full_disk_while_writing_a_report(form: str, place: Place, tmp_path: Path) -> None:
    said = sigma_audit(
        "report", "run", "privileged", "--format", form, "--out", "out",
        "--snapshot", place.snapshots[0], folder=tmp_path, before=small_files(8_192),
    )  # fmt: skip
    refused(said, 2)
    assert said.out == b""
    assert list((tmp_path / "out").iterdir()) == []


def foreign(path: Path) -> Path:
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table members as select 1 as id")
    return path


def text_file(path: Path) -> Path:
    path.write_text("not a database")
    return path


def half(path: Path, place: Place) -> Path:
    path.write_bytes(place.snapshots[0].read_bytes()[:200_000])
    return path


def newer(path: Path, place: Place) -> Path:
    shutil.copy(place.snapshots[0], path)
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table kept as from snapshot_info")
        kind = connection.execute(
            "select count(*) from duckdb_views() where view_name = 'snapshot_info'"
        ).fetchone()
        connection.execute("update kept set schema_version = schema_version + 1")
        if kind == (1,):
            connection.execute("create or replace view snapshot_info as from kept")
        else:
            connection.execute("update snapshot_info set schema_version = schema_version + 1")
    return path


def test_a_snapshot_of_another_tool_or_version(place: Place, tmp_path: Path) -> None:
    for path, code in (
        (foreign(tmp_path / "foreign.duckdb"), 2),
        (text_file(tmp_path / "text.duckdb"), 2),
        (half(tmp_path / "half.duckdb", place), 2),
        (newer(tmp_path / "newer.duckdb", place), 5),
        (tmp_path / "absent.duckdb", 2),
    ):
        for words in (
            ("access", "member", DANA, "--snapshot", path),
            ("report", "run", "overview", "--out", tmp_path / "out", "--snapshot", path),
            ("diff", path, place.snapshots[0]),
            ("sql", "select 1", "--snapshot", path),
            ("snapshot", "show", path),
        ):
            said = place.ask(*words)
            refused(said, code, path.name)
            assert said.out == b"", words
    assert list(tmp_path.rglob("overview.*")) == []


def test_an_unknown_report_member_or_object(place: Place) -> None:
    first = place.snapshots[0]
    refused(place.ask("report", "run", "overvue", "--snapshot", first), 2, "overvue", "overview")
    refused(place.ask("report", "explain", "nothing-like-it"), 2)
    refused(place.ask("access", "member", "nobody@halcyon.example", "--snapshot", first), 2)
    refused(place.ask("access", "object", "No/Such/Place", "--snapshot", first), 2, "No/Such/Place")
    refused(place.ask("access", "why", DANA, "No/Such/Place", "--snapshot", first), 2)


def test_an_ambiguous_object_is_answered_with_the_candidates_and_their_ids(place: Place) -> None:
    said = place.ask("access", "object", "Pricing/Weekly Review", "--snapshot", place.snapshots[0])
    refused(said, 2)
    rows = csv_rows(
        place.ask(
            "sql", "select inode_id from inodes where path_text = 'Pricing/Weekly Review'",
            "--snapshot", place.snapshots[0], "--format", "csv",
        ).out
    )  # fmt: skip
    assert len(rows) == 2
    for row in rows:
        assert row["inode_id"] in said.err


def test_a_credential_that_is_no_admins_seals_an_incomplete_snapshot_that_says_so(
    server: Server, tmp_path: Path
) -> None:
    said = sigma_audit("collect", "--plan", "principals", folder=tmp_path, given=server.limited)
    assert said.code == 4, said.err
    path = tmp_path / said.text.strip()
    assert path.is_file()
    assert "incomplete" in said.err
    with duckdb.connect(str(path), read_only=True) as connection:
        status = connection.execute("select status from snapshot_info").fetchone()
        refusals = connection.execute(
            "select count(*) from coverage where status = 'forbidden' and is_required"
        ).fetchone()
        gaps = connection.execute("select count(*) from not_known").fetchone()
    assert status == ("incomplete",)
    assert refusals is not None
    assert refusals[0] > 0
    assert gaps is not None
    assert gaps[0] > 0
    for words in (("snapshot", "show", path), ("access", "member", DANA, "--snapshot", path)):
        shown = sigma_audit(*words, "--format", "json", folder=tmp_path)
        facts = json.loads(shown.out)["facts"]
        assert (facts["status"], facts["complete"]) == ("incomplete", False)
        assert facts["not_known"]
    strict = sigma_audit("collect", "--require-admin", folder=tmp_path, given=server.limited)
    refused(strict, 3)


def test_csv_of_nothing_still_has_its_header(place: Place) -> None:
    said = place.ask("diff", place.snapshots[0], place.snapshots[0], "--format", "csv")
    reader = csv.reader(io.StringIO(said.out.decode("utf-8-sig"), newline=""))
    head, *rows = list(reader)
    assert set(COLUMNS["diff"].split()) <= set(head)
    assert rows == []
