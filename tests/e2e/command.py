"""The real command in a process of its own, and what any run of it must never do."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sigma_audit.emulator.company import CLIENT_SECRET, LIMITED_CLIENT_SECRET

COMMAND = (sys.executable, "-m", "sigma_audit")
SECRETS = (CLIENT_SECRET, LIMITED_CLIENT_SECRET)
MINUTES = 60.0


@dataclass(frozen=True)
class Said:
    """What one run wrote, and its exit code."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        """Stdout as text."""
        return self.out.decode("utf-8")


def environment(home: Path, given: Mapping[str, str] | None = None) -> dict[str, str]:
    """Give an environment in which nothing of Sigma's is set but what is given."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("SIGMA_")}
    return {**kept, "HOME": str(home), "NO_COLOR": "1", **(given or {})}


def sigma_audit(
    *words: str | Path,
    folder: Path,
    given: Mapping[str, str] | None = None,
    before: Callable[[], None] | None = None,
    secrets: Sequence[str] = (),
) -> Said:
    """Run a command line in `folder`; a traceback or a secret in what it writes is a failure."""
    done = subprocess.run(
        [*COMMAND, *(str(word) for word in words)],
        cwd=folder,
        env=environment(folder, given),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=10 * MINUTES,
        preexec_fn=before,
    )
    said = Said(done.returncode, done.stdout, done.stderr.decode("utf-8"))
    assert "Traceback" not in said.err, said.err
    for secret in (*SECRETS, *secrets):
        assert secret.encode() not in said.out
        assert secret not in said.err
    return said


def refused(said: Said, code: int, *words: str) -> None:
    """Assert an error as the contract wants it: its code, a sentence, a hint, nothing on stdout."""
    assert said.code == code, said.err
    lines = said.err.splitlines()
    at = [number for number, line in enumerate(lines) if line.startswith("error: ")]
    assert len(at) == 1, said.err
    assert lines[-1].startswith("  "), f"no hint: {said.err}"
    assert len(lines) > at[0] + 1
    for word in words:
        assert word in said.err, said.err


def csv_rows(data: bytes) -> list[dict[str, str]]:
    """Read CSV as the contract writes it: BOM, CRLF, a header."""
    assert data.startswith(b"\xef\xbb\xbf")
    text = data.decode("utf-8-sig")
    assert "\r\n" in text
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    rows = list(reader)
    assert reader.fieldnames
    assert all(None not in row and None not in row.values() for row in rows)
    return rows
