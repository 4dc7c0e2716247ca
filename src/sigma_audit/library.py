"""Finds `sql/` and `reports/`, and reads a SQL file into a Query: its header and its text.

Order of look-up: the user's folder, the copy packaged in the wheel, the checkout two parents up.
Must never run SQL (that is `snapshot/`) nor decide what a query means (that is the file itself).
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sigma_audit.errors import ConfigError, LibraryError, NotFound

DRAWERS = (
    *("typed", "model", "integrity", "history", "questions", "reports", "sections", "checks"),
    "offboard",
)
_KEY = re.compile(r"^--\s(?P<key>[a-z_]+):(?:\s+(?P<value>.*))?$")
_MORE = re.compile(r"^--\s{2,}(?P<value>\S.*)$")
_PARAM = re.compile(
    r"^(?P<name>\w+)\s+(?P<type>\w+)(?:\s*=\s*(?P<default>.+?))?\s+—\s+(?P<why>.+)$"
)
KEYS = frozenset(["purpose", "grain", "columns", "as", "params", "severity", "why", "fix", "title"])
REQUIRED = ("purpose", "grain", "columns")
_TRUE, _FALSE = ("true", "yes", "1"), ("false", "no", "0")


@dataclass(frozen=True)
class Param:
    """A bound parameter: `$name`, its DuckDB type, its default (None: required), its meaning."""

    name: str
    type: str
    default: str | None
    meaning: str

    def value(self, text: str) -> object:
        """Read what a user typed as the declared type; ConfigError for what is not of it."""
        kind = self.type.lower()
        try:
            if kind in ("integer", "bigint"):
                return int(text)
            if kind in ("double", "float"):
                return float(text)
        except ValueError as error:
            raise ConfigError(
                f"{self.name}: {text!r} is not a number", f"write -p {self.name}=90"
            ) from error
        if kind == "boolean":
            if text.lower() not in (*_TRUE, *_FALSE):
                raise ConfigError(
                    f"{self.name}: {text!r} is not yes or no", f"write -p {self.name}=yes"
                )
            return text.lower() in _TRUE
        return text


@dataclass(frozen=True)
class Query:
    """One SQL file: one SELECT and what its header promises about it."""

    name: str
    drawer: str
    file: str
    purpose: str
    grain: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]
    params: tuple[Param, ...]
    kind: str
    extra: dict[str, str]
    sql: str

    @property
    def digest(self) -> str:
        """SHA-256 of the file's text, in hex: evidence of which rule was applied."""
        return hashlib.sha256(self.sql.encode()).hexdigest()

    def line_of(self, key: str) -> int:
        """Line (from 1) where the header key stands; 1 when it is absent."""
        lines = self.sql.splitlines()
        return next((n for n, line in enumerate(lines, 1) if line.startswith(f"-- {key}:")), 1)


def _header(text: str, file: str) -> dict[str, list[tuple[int, str]]]:
    """Read the leading comments into key -> (line, text); LibraryError on what it cannot read."""
    found: dict[str, list[tuple[int, str]]] = {}
    key = ""
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("--"):
            break
        if match := _KEY.match(line):
            key = match["key"]
            if key not in KEYS:
                hint = f"one of {', '.join(sorted(KEYS))}"
                raise LibraryError(file, number, key, "unknown header key", hint)
            found[key] = [(number, match["value"])] if match["value"] else []
        elif (match := _MORE.match(line)) and key:
            found[key].append((number, match["value"].rstrip()))
        elif line.strip() != "--":
            raise LibraryError(file, number, key or "header", f"cannot read {line!r}")
    return found


def _columns(lines: list[tuple[int, str]], file: str) -> tuple[tuple[str, str], ...]:
    """Read `name meaning` lines."""
    columns = []
    for number, line in lines:
        column, _, meaning = line.partition(" ")
        if not meaning.strip():
            raise LibraryError(file, number, "columns", f"{column} has no meaning beside it")
        columns.append((column, meaning.strip()))
    return tuple(columns)


def _params(lines: list[tuple[int, str]], file: str) -> tuple[Param, ...]:
    """Read `name type = default — meaning` lines; without a default the value is required."""
    params = []
    for number, line in lines:
        match = _PARAM.match(line)
        if not match:
            hint = "write: name type = default — meaning"
            raise LibraryError(file, number, "params", f"cannot read {line!r}", hint)
        params.append(Param(match["name"], match["type"], match["default"], match["why"]))
    return tuple(params)


def parse(text: str, name: str, drawer: str, file: str) -> Query:
    """Read one SQL file's text; LibraryError names file, line and key of what is wrong."""
    header = _header(text, file)
    for key in REQUIRED:
        if not header.get(key):
            raise LibraryError(file, 1, key, "missing from the header")

    def words(key: str) -> str:
        return " ".join(line for _, line in header.get(key, []))

    kind = words("as") or "table"
    if kind not in ("table", "view"):
        raise LibraryError(file, header["as"][0][0], "as", f"{kind!r} is neither table nor view")
    return Query(
        name=name,
        drawer=drawer,
        file=file,
        purpose=words("purpose"),
        grain=tuple(part.strip() for part in words("grain").split(",")),
        columns=_columns(header["columns"], file),
        params=_params(header.get("params", []), file),
        kind=kind,
        extra={key: words(key) for key in ("severity", "why", "fix", "title") if key in header},
        sql=text,
    )


def packaged_root() -> Path:
    """Folder that holds `sql/` and `reports/`: packaged with the wheel, else the checkout."""
    here = Path(__file__).resolve()
    packaged = here.parent / "_library"
    if (packaged / "sql").is_dir():
        return packaged
    checkout = here.parents[2]
    if (checkout / "pyproject.toml").is_file() and (checkout / "sql").is_dir():
        return checkout
    raise ConfigError(
        "sql/ and reports/ are missing from this installation",
        "reinstall sigma-audit; an unpacked wheel without its _library folder cannot work",
    )


class Library:
    """Everything that lies in `sql/` and `reports/`, with the user's own folder laid over."""

    def __init__(self, user_folder: Path | None = None, root: Path | None = None) -> None:
        self.roots = [root or packaged_root()]
        if user_folder is not None:
            if not user_folder.is_dir():
                raise ConfigError(f"{user_folder} is not a folder", "give --library a folder")
            self.roots.insert(0, user_folder)

    @cached_property
    def _queries(self) -> dict[tuple[str, str], Query]:
        found: dict[tuple[str, str], Query] = {}
        for root in reversed(self.roots):
            for drawer in DRAWERS:
                for path in sorted((root / "sql" / drawer).glob("*.sql")):
                    if (drawer, path.stem) in found:
                        raise LibraryError(
                            str(path),
                            1,
                            "name",
                            f"{drawer}/{path.stem} is already in the library",
                            "give your own query a name of its own",
                        )
                    text = path.read_text(encoding="utf-8")
                    shown = str(path.relative_to(root)) if root == self.roots[-1] else str(path)
                    found[drawer, path.stem] = parse(text, path.stem, drawer, shown)
        return found

    def queries(self, drawer: str) -> list[Query]:
        """All queries of one drawer, by name."""
        return [query for (place, _), query in sorted(self._queries.items()) if place == drawer]

    def query(self, drawer: str, name: str) -> Query:
        """One query; NotFound names what there is instead."""
        if (drawer, name) not in self._queries:
            names = ", ".join(query.name for query in self.queries(drawer))
            raise NotFound(f"there is no {name!r} in sql/{drawer}", f"there are: {names}")
        return self._queries[drawer, name]

    def report_files(self, suffix: str) -> dict[str, str]:
        """Text of every file of `reports/` with this suffix, by file name."""
        found: dict[str, str] = {}
        for root in reversed(self.roots):
            for path in sorted((root / "reports").glob(f"*{suffix}")):
                found[path.name] = path.read_text(encoding="utf-8")
        return found

    def framework_file(self) -> tuple[str, str]:
        """Name and text of the file that maps checks and reports to clauses; the user's first."""
        for root in self.roots:
            path = root / "reports" / "frameworks" / "clauses.toml"
            if path.is_file():
                return str(path), path.read_text(encoding="utf-8")
        raise ConfigError("reports/frameworks/clauses.toml is missing from this installation")

    def digest(self) -> str:
        """SHA-256 over typed, model and integrity: which meaning a snapshot was built with."""
        whole = hashlib.sha256()
        for drawer in ("typed", "model", "integrity"):
            for query in self.queries(drawer):
                whole.update(f"{drawer}/{query.name}\0{query.digest}\n".encode())
        return whole.hexdigest()
