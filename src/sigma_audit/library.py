"""Finds `sql/` and `reports/`, and reads a SQL file into a Query: its header and its text.

Looks in the copy packaged in the wheel, else in the checkout two parents up, and in the folder that
the user names: that one adds reports, sections and checks, and replaces nothing.
Must never run SQL (that is `snapshot/`) nor decide what a query means (that is the file itself).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from sigma_audit.errors import ConfigError, LibraryError, NotFound
from sigma_audit.own import FRAMEWORKS, own_files

DRAWERS = (
    *("typed", "model", "integrity", "history", "questions", "reports", "sections", "checks"),
    *("offboard", "what_if", "series", "slices"),
)
_KEY = re.compile(r"^--\s(?P<key>[a-z_]+):(?:\s+(?P<value>.*))?$")
_MORE = re.compile(r"^--\s{2,}(?P<value>\S.*)$")
_PARAM = re.compile(
    r"^(?P<name>\w+)\s+(?P<type>\w+)(?:\s*=\s*(?P<default>.+?))?\s+—\s+(?P<why>.+)$"
)
EXTRA = ("by", "severity", "why", "fix", "title")
KEYS = frozenset(["purpose", "grain", "columns", "as", "params", *EXTRA])
REQUIRED = ("purpose", "grain", "columns")
TYPES = ("varchar", "integer", "bigint", "double", "float", "boolean", "date")
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
        if kind == "date":
            try:
                return date.fromisoformat(text)
            except ValueError as error:
                raise ConfigError(
                    f"{self.name}: {text!r} is not a date", f"write -p {self.name}=2026-09-30"
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
    is_own: bool = False
    """Whether it lies in the user's folder: such a query is looked at before it is asked."""

    @property
    def digest(self) -> str:
        """SHA-256 of the file's text, in hex: evidence of which rule was applied."""
        import hashlib  # an answer at the terminal names no digest

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
            if key in found:
                raise LibraryError(file, number, key, "stands in the header twice")
            found[key] = [(number, match["value"])] if match["value"] else []
        elif (match := _MORE.match(line)) and key:
            found[key].append((number, match["value"].rstrip()))
        elif line.strip() != "--":
            raise LibraryError(file, number, key or "header", f"cannot read {line!r}")
    return found


def _columns(lines: list[tuple[int, str]], file: str) -> tuple[tuple[str, str], ...]:
    """Read `name meaning` lines."""
    columns: list[tuple[str, str]] = []
    for number, line in lines:
        column, _, meaning = line.partition(" ")
        if not meaning.strip():
            raise LibraryError(file, number, "columns", f"{column} has no meaning beside it")
        if column in (name for name, _ in columns):
            raise LibraryError(file, number, "columns", f"{column} is described twice")
        columns.append((column, meaning.strip()))
    return tuple(columns)


def _params(lines: list[tuple[int, str]], file: str) -> tuple[Param, ...]:
    """Read `name type = default — meaning` lines; without a default the value is required."""
    params: list[Param] = []
    for number, line in lines:
        match = _PARAM.match(line)
        if not match:
            hint = "write: name type = default — meaning"
            raise LibraryError(file, number, "params", f"cannot read {line!r}", hint)
        if match["type"].lower() not in TYPES:
            hint = f"one of {', '.join(TYPES)}"
            raise LibraryError(file, number, "params", f"{match['type']} is no type", hint)
        if match["name"] in (param.name for param in params):
            raise LibraryError(file, number, "params", f"{match['name']} is declared twice")
        params.append(Param(match["name"], match["type"], match["default"], match["why"]))
    return tuple(params)


def parse(text: str, name: str, drawer: str, file: str, is_own: bool = False) -> Query:
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
    columns = _columns(header["columns"], file)
    grain = tuple(part.strip() for part in words("grain").split(","))
    if strangers := [part for part in grain if part not in dict(columns)]:
        hint = "name the columns that there is one row for each of"
        line = header["grain"][0][0]
        raise LibraryError(file, line, "grain", f"{strangers[0]!r} is no column", hint)
    return Query(
        name=name,
        drawer=drawer,
        file=file,
        purpose=words("purpose"),
        grain=grain,
        columns=columns,
        params=_params(header.get("params", []), file),
        kind=kind,
        extra={key: words(key) for key in EXTRA if key in header},
        sql=text,
        is_own=is_own,
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
    """Everything that lies in `sql/` and `reports/`, with the user's own files beside it."""

    def __init__(self, user_folder: Path | None = None, root: Path | None = None) -> None:
        """Look in the shipped folder, and in the user's; ConfigError for one that holds nothing."""
        self.root = root or packaged_root()
        self.own = own_files(user_folder) if user_folder is not None else {}
        self._single: dict[tuple[str, str], Query] = {}

    def _read(self, drawer: str, path: Path) -> Query:
        shown = str(path.relative_to(self.root))
        return parse(path.read_text(encoding="utf-8"), path.stem, drawer, shown)

    @cached_property
    def _queries(self) -> dict[tuple[str, str], Query]:
        found: dict[tuple[str, str], Query] = {}
        for drawer in DRAWERS:
            for path in sorted((self.root / "sql" / drawer).glob("*.sql")):
                found[drawer, path.stem] = self._read(drawer, path)
        for place, (shown, text) in self.own.items():
            if place.suffix != ".sql":
                continue
            drawer, name = place.parent.name, place.stem
            if (drawer, name) in found:
                raise LibraryError(
                    shown,
                    1,
                    "name",
                    f"{drawer}/{name} is already in the library",
                    "give your own query a name of its own; what is shipped is not replaced",
                )
            found[drawer, name] = parse(text, name, drawer, shown, is_own=True)
        return found

    def queries(self, drawer: str) -> list[Query]:
        """All queries of one drawer, by name."""
        return [query for (place, _), query in sorted(self._queries.items()) if place == drawer]

    def has(self, drawer: str, name: str) -> bool:
        """Whether there is such a query."""
        return (drawer, name) in self._queries

    def query(self, drawer: str, name: str) -> Query:
        """One query; NotFound names what there is instead.

        Where nobody brings files along, a question reads those it needs and no others.
        """
        path = self.root / "sql" / drawer / f"{name}.sql"
        if (drawer, name) not in self._single and not self.own and path.is_file():
            self._single[drawer, name] = self._read(drawer, path)
        if (drawer, name) in self._single:
            return self._single[drawer, name]
        if not self.has(drawer, name):
            names = ", ".join(query.name for query in self.queries(drawer))
            raise NotFound(f"there is no {name!r} in sql/{drawer}", f"there are: {names}")
        return self._queries[drawer, name]

    def report_files(self, suffix: str) -> dict[str, str]:
        """Text of every file of `reports/` with this suffix, by file name."""
        found = {
            path.name: path.read_text(encoding="utf-8")
            for path in sorted((self.root / "reports").glob(f"*{suffix}"))
        }
        for place, (shown, text) in self.own.items():
            if place.parent == Path("reports") and place.suffix == suffix:
                if place.name in found:
                    problem = f"there is a report {place.stem} already"
                    hint = "give your own a name of its own; what is shipped is not replaced"
                    raise LibraryError(shown, 1, "name", problem, hint)
                found[place.name] = text
        return found

    def shown(self, file: str) -> str:
        """Give a file of `reports/` as messages name it: the user's with its whole path."""
        return self.own.get(Path("reports") / file, (f"reports/{file}", ""))[0]

    def framework_file(self) -> tuple[str, str]:
        """Name and text of the file that maps checks and reports to clauses; the user's first."""
        if FRAMEWORKS in self.own:
            return self.own[FRAMEWORKS]
        path = self.root / FRAMEWORKS
        if path.is_file():
            return str(path), path.read_text(encoding="utf-8")
        raise ConfigError(f"{FRAMEWORKS} is missing from this installation")

    def digest(self) -> str:
        """SHA-256 over typed, model and integrity: which meaning a snapshot was built with."""
        import hashlib

        whole = hashlib.sha256()
        for drawer in ("typed", "model", "integrity"):
            for query in self.queries(drawer):
                whole.update(f"{drawer}/{query.name}\0{query.digest}\n".encode())
        return whole.hexdigest()
