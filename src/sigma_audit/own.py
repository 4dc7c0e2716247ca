"""Reads the folder of a user's own reports and checks: which files count, and which are refused.

A file that would be overlooked is an error, so that nobody waits for a report that never comes.
Must never follow a link out of the folder, nor take in the look of a page, which is ours.
"""

from __future__ import annotations

import re
from pathlib import Path

from sigma_audit.errors import ConfigError, LibraryError

DRAWERS = ("reports", "sections", "checks")
FRAMEWORKS = Path("reports/frameworks/clauses.toml")
SLUG = re.compile(r"[a-z][a-z0-9_]{0,63}")
_PLACES = {Path("sql") / drawer: ".sql" for drawer in DRAWERS} | {Path("reports"): ".toml"}
_TAKEN = ("index",)  # the page that binds a run
_DEVICE = re.compile(r"con|prn|aux|nul|(com|lpt)\d")  # names that Windows gives to no file
_LOOK_OURS = (".sql", ".toml", ".html", ".css", ".js")


def own_files(folder: Path) -> dict[Path, tuple[str, str]]:
    """Read the user's folder: place in it -> (name for messages, text).

    LibraryError for a file that would be overlooked, that lies outside, that is not UTF-8, or whose
    name could not be a report's on every system; ConfigError for a folder that holds none.
    """
    if not folder.is_dir():
        raise ConfigError(f"{folder} is not a folder", "give --library a folder")
    found: dict[Path, tuple[str, str]] = {}
    for path in sorted(folder.rglob("*")):
        place = path.relative_to(folder)
        is_ours = place.parts[0] in ("sql", "reports") and not place.name.startswith(".")
        if is_ours and path.is_symlink() and path.is_dir():
            raise _wrong(path, "file", "is a link to a folder", "put the folder itself there")
        if path.is_dir() or not (is_ours or path.suffix == ".sql"):
            continue
        if path.suffix in _LOOK_OURS:
            _refuse_misplaced(path, place, folder)
            found[place] = (str(path), _text(path))
    if not found:
        hint = "own files lie in " + ", ".join(map(str, _PLACES))
        raise ConfigError(f"{folder} holds no report and no check", hint)
    return found


def _wrong(path: Path, key: str, problem: str, hint: str) -> LibraryError:
    return LibraryError(str(path), 1, key, problem, hint)


def _refuse_misplaced(path: Path, place: Path, folder: Path) -> None:
    """Stop at a file that the library would never look at, or must not; LibraryError."""
    if not path.is_file() or not path.resolve().is_relative_to(folder.resolve()):
        said = "is no file of this folder, but a link that leaves it or leads nowhere"
        raise _wrong(path, "file", said, "put the file itself there")
    if place == FRAMEWORKS:
        return
    if _PLACES.get(place.parent) != path.suffix:
        hint = "own files are " + ", ".join(f"{lies}/*{end}" for lies, end in _PLACES.items())
        raise _wrong(path, "place", "is not looked for here", hint)
    if not SLUG.fullmatch(path.stem):
        hint = "use lower case, digits and _, at most 64"
        raise _wrong(path, "name", f"{path.stem!r} is no slug", hint)
    if path.stem in _TAKEN or _DEVICE.fullmatch(path.stem):
        hint = "the index and the devices of Windows have these names"
        raise _wrong(path, "name", f"{path.stem!r} cannot be the name of a report", hint)


def _text(path: Path) -> str:
    """Read a user's file, whatever its line ends, with or without a byte order mark."""
    try:
        body = path.read_bytes()
    except OSError as error:
        said = f"cannot be read: {error.strerror}"
        raise _wrong(path, "file", said, "let this user read it") from error
    try:
        return body.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        raise LibraryError(
            str(path), line, "encoding", "is not UTF-8", "save it as UTF-8"
        ) from error
