"""The watch for secrets finds one wherever it stands, and what it finds fails the run."""

from __future__ import annotations

import base64
import gzip
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from canaries import Canaries, is_marked, parts_of
from collect.crawl import emulated, settings, small_org, take
from sigma_audit.emulator.tokens import MARK

SECRET = f"{MARK}of-a-test"
LEAKS = """
import logging
def test_prints(): print({secret!r})
def test_logs(): logging.getLogger("any").warning("with %s", {secret!r})
def test_says(): assert {secret!r} == "another"
def test_leaves(tmp_path): (tmp_path / "stayed.txt").write_text({secret!r})
def test_is_clean(): print({mark!r})
"""


@pytest.mark.parametrize("name", ["id", "an-id", "some-id"])
def test_a_secret_is_known_in_a_basic_header_too(name: str) -> None:
    header = base64.b64encode(f"{name}:{SECRET}".encode()).decode()
    assert is_marked(f"authorization: Basic {header}")
    assert not is_marked(base64.b64encode(f"{name}:something else".encode()))
    assert not is_marked(f'MARK = "{MARK}"')


def test_a_secret_is_found_where_it_is_packed(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.xlsx", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("sheet1.xml", f"<c>{SECRET}</c>" * 20)
    rows = base64.b64encode(gzip.compress(f'["{SECRET}"]'.encode() * 20)).decode()
    (tmp_path / "x.html").write_text(f"<script>{rows}</script>")
    org = small_org()
    next(iter(org.members.values())).first_name = SECRET  # as if an answer had held it
    take(emulated(org), tmp_path / "x.duckdb", settings(org), plan="principals")
    for path in (tmp_path / "x.xlsx", tmp_path / "x.html", tmp_path / "x.duckdb"):
        found = [name for name, data in parts_of(path) if is_marked(data)]
        assert [name for name in found if name], path
        path.unlink()


def test_arguments_are_looked_at(request: pytest.FixtureRequest) -> None:
    watch = Canaries(request.config)
    watch.started("subprocess.Popen", ("python", ["python", "-c", "print()"], None, None))
    assert watch.now == []
    watch.started("subprocess.Popen", ("python", ["python", "--secret", SECRET], None, None))
    watch.started("os.system", (f"echo {SECRET}".encode(),))
    assert len(watch.now) == 2


def test_a_find_fails_what_it_was_found_in(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(
        "from canaries import Canaries\n"
        "def pytest_configure(config): config.pluginmanager.register(Canaries(config))\n"
    )
    (tmp_path / "test_leaks.py").write_text(LEAKS.format(secret=SECRET, mark=MARK))
    done = subprocess.run(
        [
            sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider",
            "--basetemp", tmp_path / "left", tmp_path,
        ],
        cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent)},
    )  # fmt: skip
    (tmp_path / "test_leaks.py").unlink()
    assert done.returncode == 1
    assert "3 failed, 2 passed" in done.stdout
    assert "A SECRET STAYED" in done.stdout
    assert "assert '***' == 'another'" in done.stdout, "why it failed is still said"
