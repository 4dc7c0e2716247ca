"""Files: whole or absent, the same bytes twice, and no name from an organisation gets loose."""

from __future__ import annotations

import csv
import io
import os
import re
import stat
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from hostile import HOSTILE
from sealed import Sealed
from sigma_audit.errors import ConfigError, NotFound, StorageError
from sigma_audit.library import Library
from sigma_audit.report.catalog import OF_COMMANDS, catalog
from sigma_audit.report.write import command_line, write_reports

LIBRARY = Library()
NAMES = [
    name
    for name, report in catalog(LIBRARY).items()
    if report.needs not in OF_COMMANDS and not report.about
]
FORMATS = ["html", "csv", "json", "xlsx"]
csv.field_size_limit(10_000_000)


def test_everything_that_can_be_run_is_written(sealed: Sealed, tmp_path: Path) -> None:
    out = tmp_path / "reports"
    written = write_reports([], sealed.summer, sealed.spring, FORMATS, out, {}, LIBRARY)
    assert [path.name for path in written if path.parent == out] == [
        *(f"{name}.{end}" for name in NAMES for end in (*FORMATS, "facts.json")),
        "index.html",
    ]
    assert {path for path in out.rglob("*") if path.is_file()} == set(written)
    assert {stat.S_IMODE(path.stat().st_mode) for path in written} == {0o600}
    index = (out / "index.html").read_text()
    assert all(f'href="{name}.html"' in index for name in NAMES)


def test_without_an_earlier_snapshot_changes_is_left_out(sealed: Sealed, tmp_path: Path) -> None:
    written = write_reports([], sealed.spring, None, ["csv"], tmp_path, {}, LIBRARY)
    assert {path.name.partition(".")[0] for path in written} == set(NAMES) - {"changes"}


TIMELINES = (
    *("organisation_timeline", "member_timeline", "object_timeline", "team_timeline"),
    *("-p", "who=bob@example.test", "-p", "what=Finance", "-p", "team=Finance"),
)
RUN = """
import sys
import duckdb
connect, threads = duckdb.connect, int(sys.argv.pop(1))
duckdb.connect = lambda *given, **named: connect(*given, **named, config={"threads": threads})
from sigma_audit.__main__ import main
main()
"""


def written_elsewhere(sealed: Sealed, folder: Path, threads: int, **environment: str) -> Path:
    """Write every report in every format by the commands, in a process of its own."""
    folder.mkdir()
    (folder / "leavers.csv").write_text("email,last_day\ndana@example.test,2026-04-30\n")
    ready = {**os.environ, **environment, "HOME": str(folder)}
    run, pair = ["report", "run"], ["--before", str(sealed.spring)]
    every = [*pair, "--format", ",".join(FORMATS)]
    for words in (
        [*run, *every],
        [*run, "access_by_member", *pair, "--format", "vanta-csv"],
        [*run, "object_dossier", "-p", "what=Finance", *every],
        [*run, "member_dossier", "-p", "who=bob@example.test", *every],
        [*run, *TIMELINES, "--snapshots", str(sealed.summer.parent), *every[2:]],
        [*run, "teams", *pair, "--format", "pdf"],
        ["check", "--fail-on", "never"],
        ["offboard", "--leavers", "leavers.csv"],
    ):
        subprocess.run(
            [sys.executable, "-c", RUN, str(threads), *words,
             "--snapshot", str(sealed.summer), "--out", "out"],
            cwd=folder, env=ready, check=words[0] != "offboard", capture_output=True,
        )  # fmt: skip
    return folder / "out"


def test_the_same_snapshot_gives_the_same_bytes(sealed: Sealed, tmp_path: Path) -> None:
    """Whatever the process: its hash seed, threads, time zone, language and working directory."""
    once = written_elsewhere(sealed, tmp_path / "once", 1, PYTHONHASHSEED="0", TZ="UTC", LANG="C")
    twice = written_elsewhere(
        sealed,
        tmp_path / "another place",
        8,
        PYTHONHASHSEED="4242",
        TZ="Asia/Kathmandu",
        LANG="tr_TR.UTF-8",
        LC_ALL="tr_TR.UTF-8",
    )
    assert {p.relative_to(once) for p in once.rglob("*")} == {
        p.relative_to(twice) for p in twice.rglob("*")
    }
    files = [path for path in sorted(once.rglob("*")) if path.is_file()]
    assert len(files) > len(NAMES) * len(FORMATS)
    alone = {"policies", "offboarding", "member_dossier", "object_dossier", "team_timeline"}
    assert alone <= {path.name.partition(".")[0] for path in files}
    for path in files:
        assert path.read_bytes() == (twice / path.relative_to(once)).read_bytes(), path.name


def test_the_page_says_how_to_make_it_again(sealed: Sealed, tmp_path: Path) -> None:
    params = {"object": "Finance/Budgets/Payroll"}
    write_reports(["access_by_object"], sealed.spring, None, ["html"], tmp_path, params, LIBRARY)
    page = (tmp_path / "access_by_object.html").read_text()
    assert (
        f"sigma-audit report run access_by_object --snapshot {sealed.spring.name} "
        "-p object=Finance/Budgets/Payroll"
    ) in page
    assert LIBRARY.query("reports", "access_by_object").digest in page
    quoted = command_line("x", Path("a b"), Path("c"), {"p": "it's"})
    assert quoted == """sigma-audit report run x --snapshot 'a b' --before c -p 'p=it'"'"'s'"""


def test_wrong_names_write_nothing(sealed: Sealed, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with pytest.raises(NotFound, match="nothing"):
        write_reports(["overview", "nothing"], sealed.spring, None, ["csv"], out, {}, LIBRARY)
    with pytest.raises(ConfigError, match="no format 'odt'"):
        write_reports(["overview"], sealed.spring, None, ["odt"], out, {}, LIBRARY)
    with pytest.raises(ConfigError, match="colour"):
        write_reports(["overview"], sealed.spring, None, ["csv"], out, {"colour": "x"}, LIBRARY)
    with pytest.raises(ConfigError, match="none is named"):
        write_reports(["member_dossier"], sealed.spring, None, ["csv"], out, {}, LIBRARY)
    assert not out.exists()


def test_a_place_that_cannot_be_written_is_said(sealed: Sealed, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    below = tmp_path / "file" / "x"
    with pytest.raises(StorageError):
        write_reports(["overview"], sealed.spring, None, ["csv"], below, {}, LIBRARY)
    (tmp_path / "taken" / "overview.csv").mkdir(parents=True)
    with pytest.raises(StorageError, match=r"overview\.csv"):
        write_reports(["overview"], sealed.spring, None, ["csv"], tmp_path / "taken", {}, LIBRARY)
    assert [path.name for path in (tmp_path / "taken").iterdir()] == ["overview.csv"]


def test_what_a_command_lays_beside_is_left_to_that_command(sealed: Sealed, tmp_path: Path) -> None:
    others = {
        name: report.needs
        for name, report in catalog(LIBRARY).items()
        if name not in NAMES and not report.about
    }
    assert others == {
        "offboarding": "leavers", "policies": "findings", "organisation_timeline": "series",
    }  # fmt: skip
    for name, needs in others.items():
        with pytest.raises(ConfigError, match=OF_COMMANDS[needs][0]):
            write_reports([name], sealed.spring, None, ["csv"], tmp_path, {}, LIBRARY)
    assert not list(tmp_path.iterdir())


class Shape(HTMLParser):
    """The set of (tag, attribute names) of a page, and its links."""

    def __init__(self, body: str) -> None:
        super().__init__()
        self.shapes: set[tuple[str, tuple[str, ...]]] = set()
        self.links: set[str] = set()
        self.feed(body)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.shapes.add((tag, tuple(sorted(name for name, _ in attrs))))
        self.links |= {value or "" for name, value in attrs if name in ("href", "src", "action")}


@pytest.fixture(scope="session")
def hostile_reports(hostile: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("hostile-reports")
    write_reports([], hostile, hostile, FORMATS, out, {}, LIBRARY)
    return out


def test_no_name_becomes_markup_in_any_report(hostile_reports: Path) -> None:
    pages = sorted(hostile_reports.rglob("*.html"))
    people = len(HOSTILE) + 1  # a page each, and one of whoever collects
    assert len(pages) == len(NAMES) + 1 + people  # with the index
    for path in pages:
        page = Shape(path.read_text())
        tags = {tag for tag, _ in page.shapes}
        assert tags.isdisjoint({"img", "iframe", "object", "form", "base", "link"}), path
        assert ("input" in tags) == (path.name == "index.html")
        attributes = {name for _, names in page.shapes for name in names}
        assert not {name for name in attributes if name.startswith("on")}, path
        assert "style" not in attributes, path
        own = re.compile(
            r"((\.\./)?[a-z_]+\.html)?#[\w?=& %+.!^':-]*|(\.\./)?[a-z_]+\.(html|csv|json|xlsx)"
            r"|access_by_member/[a-z0-9-]+\.html"
        )
        assert all(own.fullmatch(link) for link in page.links), page.links
        text = path.read_text()
        own_scripts = 2 if path.name == "index.html" else 1  # the index has what it finds beside
        assert text.count("<script") == own_scripts
        assert text.count("</script>") == own_scripts


def test_no_cell_of_any_report_computes(hostile_reports: Path) -> None:
    number = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")
    seen = 0
    for path in hostile_reports.glob("*.csv"):
        text = path.read_bytes().decode("utf-8-sig")
        for row in csv.reader(io.StringIO(text, newline="")):
            for cell in row:
                seen += cell.startswith("'=")
                is_computed = cell.startswith(("=", "+", "-", "@", "\t", "\r"))
                assert not is_computed or number.fullmatch(cell)
    assert seen > 0


def test_files_keep_to_their_folder(hostile_reports: Path) -> None:
    names = {path.name for path in hostile_reports.iterdir()}
    allowed = {f"{name}.{end}" for name in NAMES for end in (*FORMATS, "facts.json")}
    assert names <= allowed | {"index.html", "access_by_member"}
    of_people = {path.name for path in (hostile_reports / "access_by_member").iterdir()}
    assert all(re.fullmatch(r"([a-z0-9-]{1,24}-)?[0-9a-f]{10}\.html", name) for name in of_people)
