"""The checksum beside a sealed file: `<file>.sha256`, as `sha256sum -c` reads it.

It tells a touched file from an untouched one without opening it. Must never be taken for a
signature: whoever can change the one file can change the other.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

_PRIVATE = 0o600


def checksum_path(file: Path) -> Path:
    """Where the checksum of a sealed file lies."""
    return file.with_name(file.name + ".sha256")


def digest(file: Path) -> str:
    """Give the SHA-256 of a file's bytes, in hex; OSError when it cannot be read."""
    with file.open("rb") as body:
        return hashlib.file_digest(body, "sha256").hexdigest()


def write_checksum(source: Path, final: Path) -> None:
    """Write the checksum that `final` will have once `source` bears its name; OSError."""
    path = checksum_path(final)
    aside = path.with_name(path.name + ".partial")
    aside.touch(mode=_PRIVATE)
    with aside.open("w", encoding="utf-8") as file:
        file.write(f"{digest(source)}  {final.name}\n")
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)


def read_checksum(file: Path) -> str | None:
    """Give the checksum noted beside a file; None when none is, '' when it cannot be understood."""
    path = checksum_path(file)
    if not path.is_file():
        return None
    words = path.read_text(encoding="utf-8", errors="replace").split()
    return words[0].lower() if len(words) == 2 and words[1].lstrip("*") == file.name else ""
