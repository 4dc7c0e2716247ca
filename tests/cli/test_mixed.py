"""Two organisations, or demo data beside real data: every command that takes both refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.conftest import Run
from sigma_audit.library import Library
from worlds import World


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("mixed")
    world = World()
    world.member("Ann")
    found = {"ours": world.seal(folder)}
    for name, facts in (
        ("organisations", {"organization_id": "another"}),
        ("sources", {"source": "emulator"}),
    ):
        working = world.working(folder, Library())
        working.update_run(**facts)
        found[name] = working.seal()
    return found


@pytest.mark.parametrize("word", ["organisations", "sources"])
@pytest.mark.parametrize(
    "command",
    [
        ("diff", "{one}", "{two}"),
        ("report", "run", "changes", "--snapshot", "{two}", "--before", "{one}", "--out", "{out}"),
        ("report", "run", "teams", "--snapshot", "{two}", "--before", "{one}", "--out", "{out}"),
        ("check", "leaver_grants", "--snapshot", "{two}", "--baseline", "{one}"),
    ],
    ids=lambda words: " ".join(words[:3]),
)
def test_mixed_snapshots_are_refused(
    command: tuple[str, ...], word: str, files: dict[str, Path], run: Run, tmp_path: Path
) -> None:
    for one, two in ((files["ours"], files[word]), (files[word], files["ours"])):
        done = run(*(part.format(one=one, two=two, out=tmp_path / "out") for part in command))
        assert done.exit_code == 5, done.stderr
        assert f"different {word}" in done.stderr
        assert not (tmp_path / "out").exists()
