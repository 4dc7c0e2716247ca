"""Looks for secrets that stayed, over the whole run of tests; `conftest.py` registers it.

Every secret and token that the tests use bears the emulator's mark, so one word is looked for:
after each test in what it printed, logged, or failed with, in what its commands and processes
wrote, and in the arguments of the processes it started; while all run, in the arguments of every
process below; at the end, in every file that is left. A find fails the test, or the whole session.
Must never change what a test sees.
"""

from __future__ import annotations

import base64
import gzip
import logging
import os
import re
import subprocess
import sys
import threading
import zipfile
import zlib
from collections.abc import Callable, Generator, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner

from sigma_audit.config import Settings
from sigma_audit.emulator.tokens import MARK

# Files that hold a secret on purpose, below the tests' own folders, and why.
ON_PURPOSE = (
    ("test_a_secret_file_must_be_it0/secret", "a test of SIGMA_CLIENT_SECRET_FILE writes it"),
    ("test_a_secret_file_given_as_a_0/secret", "the same, named by a flag"),
    ("test_the_script_collects_check0/secret", "the secret file that the example script reads"),
    ("test_the_script_ends_where_not0/secret", "the same script, where a step fails"),
    ("full.pickle", "an organisation of the emulator, credentials and all, for every test process"),
    ("test_a_find_fails_what_it_was_0/left/*/stayed.txt", "what this watch is tried on"),
)
PACKED = re.compile(rb"H4sI[A-Za-z0-9+/=]{20,}")  # gzip in base64, as pages hold their rows
ZIPPED = {".xlsx", ".zip", ".whl"}
APART = 0.2  # seconds between two looks at the processes


def _in_base64(mark: bytes) -> Iterator[bytes]:
    """Give what the mark becomes in base64, wherever it begins: so goes a Basic header."""
    for shift in range(3):
        whole = base64.b64encode(bytes(shift) + mark)
        yield whole[(0, 2, 3)[shift] : (shift + len(mark)) * 8 // 6]


NEEDLES = tuple(_in_base64(MARK.encode()))
# In the source the mark stands alone; in a secret, something follows.
SECRET = re.compile(re.escape(MARK.encode()) + rb"[A-Za-z0-9_-]")
SECRETS = re.compile(re.escape(MARK) + r"[A-Za-z0-9_-]+")


def is_marked(data: bytes | str | None) -> bool:
    """Whether a secret stands in these bytes, as it is or in base64."""
    if not data:
        return False
    raw = data.encode("utf-8", "replace") if isinstance(data, str) else data
    # A plain search is many times quicker than a pattern, and finds nothing nearly always.
    if MARK.encode() in raw and SECRET.search(raw):
        return True
    return any(needle in raw for needle in NEEDLES)


def parts_of(path: Path) -> Iterator[tuple[str, bytes]]:
    """Give a file's bytes, and what is packed in it: cells of a snapshot, gzip, zip."""
    data = path.read_bytes()
    yield "", data
    if path.suffix in ZIPPED and zipfile.is_zipfile(BytesIO(data)):
        with zipfile.ZipFile(BytesIO(data)) as packed:
            for name in packed.namelist():
                yield name, packed.read(name)
    elif path.suffix in (".html", ".gz"):
        for one in [data] if path.suffix == ".gz" else map(_unbased, PACKED.findall(data)):
            try:
                yield "rows", gzip.decompress(one)
            except (OSError, EOFError, zlib.error):
                continue  # cut on purpose, or no gzip
    elif b"http://127.0.0.1:" in data and path.suffix in (".duckdb", ".partial"):
        yield from _cells(path)  # a crawl of the emulator made it; worlds ask nobody


def _unbased(text: bytes) -> bytes:
    return base64.b64decode(text[: len(text) // 4 * 4])


def _cells(path: Path) -> Iterator[tuple[str, bytes]]:
    """Give what DuckDB has packed of the tables that a run writes: all others are made of these."""
    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            tables = connection.execute(
                "select schema_name || '.' || table_name from duckdb_tables() "
                "where schema_name in ('raw', 'meta') and estimated_size > 0"
            ).fetchall()
            for (table,) in tables:
                rows = connection.execute(
                    f"select t::varchar from {table} t where contains(t::varchar, $1)", [MARK]
                )
                yield table, "\n".join(row[0] for row in rows.fetchall()).encode()
    except duckdb.Error:
        return  # no snapshot, or spoiled on purpose: its bytes have been looked at


def secrets_in(path: Path) -> list[str]:
    """Name the parts of a file in which a secret stands; the file itself is the part ''."""
    return [name for name, data in parts_of(path) if is_marked(data)]


def secrets_below(folder: Path) -> Iterator[str]:
    """Name every file that holds a secret and is not known to hold it on purpose."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_symlink() or not path.is_file():
            continue
        if any(name.match(pattern) for pattern, _ in ON_PURPOSE):
            continue
        for part in secrets_in(path):
            yield f"{name}: {part}" if part else str(name)


class Processes(threading.Thread):
    """Looks at the arguments of every process below this one, as long as tests run (Linux)."""

    def __init__(self) -> None:
        super().__init__(name="arguments", daemon=True)
        self.found: set[str] = set()
        self._over = threading.Event()

    def run(self) -> None:
        """Look at each process twice: a fork still has its parent's arguments."""
        seen: dict[str, int] = {}
        while Path("/proc").is_dir() and not self._over.wait(APART):
            running = {one.name for one in Path("/proc").iterdir() if one.name.isdigit()}
            seen = {pid: times for pid, times in seen.items() if pid in running}
            for pid in running:
                if seen.get(pid, 0) < 2:
                    seen[pid] = seen.get(pid, 0) + 1
                    self._look(pid)

    def end(self) -> None:
        """Stop looking."""
        self._over.set()
        self.join()

    def _look(self, pid: str) -> None:
        try:
            arguments = Path("/proc", pid, "cmdline").read_bytes()
        except OSError:
            return  # it has ended
        if is_marked(arguments) and _is_below(pid):
            self.found.add(f"the arguments of a process: {_shown(arguments)}")


def _is_below(pid: str) -> bool:
    """Whether a process descends from this one."""
    while pid not in ("0", str(os.getpid())):
        try:
            pid = Path("/proc", pid, "stat").read_text().rpartition(")")[2].split()[1]
        except OSError:
            return False
    return pid != "0"


def _shown(arguments: bytes) -> str:
    """Give the first arguments, without a secret among them."""
    words = arguments.split(b"\0")[:4]
    return b" ".join(b"***" if is_marked(word) else word for word in words).decode(errors="replace")


class Canaries(logging.Handler):
    """The plugin."""

    def __init__(self, config: pytest.Config) -> None:
        super().__init__(level=0)
        self.is_first = not hasattr(config, "workerinput")
        self.now: list[str] = []  # since the last report
        self.stayed: list[str] = []
        self.processes = Processes()

    def look(self, text: bytes | str | None, where: str) -> None:
        """Note that a secret stands somewhere."""
        if is_marked(text):
            self.now.append(where)

    def emit(self, record: logging.LogRecord) -> None:
        """Look at a record of any library's log."""
        try:
            self.look(record.getMessage(), f"a log record of {record.name}")
        except (TypeError, ValueError):
            self.look(str(record.msg), f"a log record of {record.name}")

    def started(self, event: str, given: tuple[Any, ...]) -> None:
        """Look at the arguments of a process that this one starts."""
        if event in ("subprocess.Popen", "os.exec", "os.posix_spawn", "os.system"):
            words = given[1] if len(given) > 1 else given[0]
            listed = [words] if isinstance(words, bytes | str) else words
            for word in map(os.fsencode, listed):
                self.look(word, f"the arguments of a process, by {event}")

    def pytest_configure(self) -> None:
        """Look at whatever a test reads of a command, of a process, and of its own output."""
        logging.getLogger().addHandler(self)
        sys.addaudithook(self.started)
        self._watch(subprocess.Popen, "communicate", "the output of a process", tuple)
        self._watch(pytest.CaptureFixture, "readouterr", "the captured output", tuple)
        self._watch(
            CliRunner, "invoke", "the output of a command",
            lambda result: (result.stdout_bytes, result.stderr_bytes, repr(result.exception)),
        )  # fmt: skip
        self._only_canaries()

    def _watch(
        self, owner: type, name: str, where: str, texts: Callable[[Any], tuple[Any, ...]]
    ) -> None:
        real = getattr(owner, name)

        def watched(*given: Any, **named: Any) -> Any:
            result = real(*given, **named)
            for text in texts(result):
                self.look(text, where)
            return result

        setattr(owner, name, watched)

    def _only_canaries(self) -> None:
        """Let no test give the tool a secret that could stay unseen."""
        real = Settings.__init__

        def made(settings: Settings, base_url: str, client_id: str, client_secret: str) -> None:
            real(settings, base_url, client_id, client_secret)
            if not is_marked(client_secret):
                self.now.append("the test itself: its secret does not bear the mark")

        setattr(Settings, "__init__", made)  # noqa: B010 mypy knows that this is no method's place

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Fail a test, or its fixtures, in which a secret came to light."""
        report = yield
        self.look(report.longreprtext, "how it failed")
        for name, text in report.sections:
            self.look(text, name)
        if self.now:
            why = f"a secret stands in {', '.join(dict.fromkeys(self.now))}"
            if report.failed:  # why it failed is still to be read
                why = f"{SECRETS.sub('***', report.longreprtext)}\n{why}"
            report.outcome, report.longrepr = "failed", why
            report.sections = [one for one in report.sections if not is_marked(one[1])]
            self.now.clear()
        return report

    def pytest_sessionstart(self) -> None:
        """Begin to look at processes; those of all workers are below the first one."""
        if self.is_first:
            self.processes.start()

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Look through every file that is left."""
        if not self.is_first:
            return
        self.processes.end()
        factory: pytest.TempPathFactory = getattr(session.config, "_tmp_path_factory")  # noqa: B009
        self.stayed = [*sorted(self.processes.found), *secrets_below(factory.getbasetemp())]
        if self.stayed:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Name what stayed."""
        if self.stayed:
            terminalreporter.section("A SECRET STAYED", red=True)
            for one in self.stayed:
                terminalreporter.write_line(one)
