"""A sealed snapshot to ask, an emulator on a loopback socket to collect from, and a quick run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from emulator.tiny import ADA, tiny
from sigma_audit.cli.main import cli
from sigma_audit.emulator.app import create_app
from sigma_audit.emulator.server import serve
from worlds import World

SECRET = ADA[1]
Run = Callable[..., Result]


@pytest.fixture(scope="session")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Seal a small organisation: Ann reaches folder =Sum through a team, everyone sees General."""
    world = World(name="town")
    ann = world.member("Ann")
    world.member("Bob", "View")
    team = world.team("Finance", ann)
    general = world.workspace("General")
    folder = world.folder("=Sum", general)
    world.document("workbook", "Q3", folder)
    world.document("workbook", "\x1b[2JEvil", folder)
    world.grant(folder, "edit", team=team)
    world.grant(general, "view")
    return world.seal(tmp_path_factory.mktemp("sealed"))


@pytest.fixture(scope="session")
def base_url() -> Iterator[str]:
    """Serve the tiny organisation."""
    with serve(create_app(tiny(), token_rate=False)) as url:
        yield url


@pytest.fixture
def signed_in(base_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Set the environment of an Admin's credential, in an empty working directory."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("SIGMA_BASE_URL", base_url)
    monkeypatch.setenv("SIGMA_CLIENT_ID", ADA[0])
    monkeypatch.setenv("SIGMA_CLIENT_SECRET", SECRET)


@pytest.fixture
def run() -> Run:
    """Run one command line and give what it wrote and its exit code."""

    def invoke(*words: str | Path) -> Result:
        result = CliRunner().invoke(cli, [str(word) for word in words], prog_name="sigma-audit")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert "Traceback" not in result.stderr
        assert SECRET not in result.stdout + result.stderr
        return result

    return invoke
