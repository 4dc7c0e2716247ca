"""Every way of installing must find `sql/` and `reports/`: a wheel that lacks them looks fine."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHOW = (
    "from sigma_audit.library import Library, packaged_root; library = Library(); "
    "print(packaged_root()); "
    "print(len(library.queries('model')), len(library.report_files('.toml')))"
)


def _run(*command: str, cwd: Path, path: str = "") -> str:
    env = {**os.environ, "PYTHONPATH": path, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    done = subprocess.run(
        command, cwd=cwd, env=env, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _expected() -> str:
    models = len(list((ROOT / "sql" / "model").glob("*.sql")))
    tomls = len(list((ROOT / "reports").glob("*.toml")))
    assert models > 10
    assert tomls > 5
    return f"{models} {tomls}"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    _run(
        sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation",
        "-w", str(folder), str(ROOT), cwd=folder,
    )  # fmt: skip
    return next(folder.glob("*.whl"))


def test_the_wheel_carries_every_query_and_every_report(wheel: Path) -> None:
    inside = {name.partition("_library/")[2] for name in zipfile.ZipFile(wheel).namelist()}
    for folder in ("sql", "reports"):
        for path in (ROOT / folder).rglob("*"):
            if path.is_file():
                assert path.relative_to(ROOT).as_posix() in inside


def test_an_installed_wheel_finds_its_library(wheel: Path, tmp_path: Path) -> None:
    target = tmp_path / "site"
    _run(
        sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(target),
        str(wheel), cwd=tmp_path,
    )  # fmt: skip
    out = _run(sys.executable, "-c", SHOW, cwd=tmp_path, path=str(target)).splitlines()
    assert out == [str(target / "sigma_audit" / "_library"), _expected()]


def test_a_checkout_finds_its_library(tmp_path: Path) -> None:
    out = _run(sys.executable, "-c", SHOW, cwd=tmp_path, path=str(ROOT / "src")).splitlines()
    assert out == [str(ROOT), _expected()]
