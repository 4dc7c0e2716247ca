"""Every report of the demo, read back from each format: the same cells everywhere."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from e2e.command import sigma_audit
from finished_demo import Demo
from reading import agree
from sigma_audit.library import Library
from sigma_audit.report.catalog import catalog

FORMATS = {"html", "csv", "json", "xlsx"}
REPORTS = catalog(Library())
PLAIN = [
    name
    for name, report in REPORTS.items()
    if report.needs in ("snapshot", "pair") and not report.about
]


@pytest.fixture(scope="module")
def written(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give every report of the demo in every format, those that commands make too.

    What the demo itself has written as HTML and CSV is held against another run's JSON and XLSX.
    """
    out = tmp_path_factory.mktemp("formats")
    last = demo.snapshots[-1]
    for name in PLAIN:
        for ending in ("html", "csv", "facts.json"):
            shutil.copy(demo.reports / f"{name}.{ending}", out)
    shutil.copytree(demo.reports / "access_by_member", out / "access_by_member")
    for words in (
        ("report", "run", "--before", demo.snapshots[0], "--format", "json,xlsx"),
        ("report", "run", "member_dossier", "-p", "who=dana.okafor@halcyon.example",
         "--before", demo.snapshots[0], "--format", ",".join(sorted(FORMATS))),
        ("report", "run", "object_dossier", "-p", "what=Treasury",
         "--format", ",".join(sorted(FORMATS))),
        ("report", "run", "organisation_timeline", "member_timeline", "object_timeline",
         "team_timeline", "-p", "who=dana.okafor@halcyon.example",
         "-p", "what=Corporate Planning/Board",
         "-p", "team=Board Pack Readers", "--snapshots", demo.root / "snapshots",
         "--format", ",".join(sorted(FORMATS))),
        ("check", "--fail-on", "never", "--waivers", demo.root / "policy" / "waivers.toml"),
        ("offboard", "--leavers", demo.root / "hr" / "leavers.csv"),
    ):  # fmt: skip
        said = sigma_audit(*words, "--snapshot", last, "--out", out, folder=demo.folder)
        assert said.code in (0, 1), said.err
    return out


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_every_format_holds_the_same_cells(name: str, written: Path) -> None:
    stems = [path.name.removesuffix(".facts.json") for path in written.glob("*.facts.json")]
    (stem,) = [one for one in stems if one == name or one.startswith(f"{name}-")]
    assert agree(written, stem, REPORTS[name].layout, FORMATS) > 0


def test_a_page_a_person_shows_that_persons_rows(written: Path) -> None:
    """The parts of access by member hold the rows of the whole, no more and no fewer."""
    import json

    from reading import Page

    rows = json.loads((written / "access_by_member.json").read_bytes())["rows"]
    wanted: dict[int, int] = {}
    for row in rows:
        key = hash(row["member_id"])
        wanted[key] = wanted.get(key, 0) + 1
    pages = sorted((written / "access_by_member").glob("*.html"))
    assert len(pages) == len(wanted)
    counts = [
        len([row for row in Page(path.read_text(encoding="utf-8")).unpacked("rows") if row])
        for path in pages
    ]
    assert sorted(counts) == sorted(wanted.values())
