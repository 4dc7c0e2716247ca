"""Reads the files a user declares policy in: TOML, strictly, each error naming file, line and key.

A key that nobody reads is a rule that nobody applies, so an unknown one is an error. Must never
decide what a declaration means: it hands on what is written, checked for shape alone.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sigma_audit.errors import ConfigError, NotFound

_WORDS = {
    str: "text",
    bool: "true or false",
    dict: 'a table such as { team = "Payroll" }',
    date: "a date such as 2026-12-31",
}


@dataclass(frozen=True)
class Key:
    """One key of an entry: its type, a list of that type or not, required or not."""

    kind: type
    is_list: bool = False
    is_required: bool = False


@dataclass(frozen=True)
class Entry:
    """One `[[table]]` of a file, and the line its header stands on."""

    file: str
    line: int
    values: Mapping[str, Any]

    def get(self, key: str, default: Any = None) -> Any:
        """Give what is declared under a key, or the default."""
        return self.values.get(key, default)


class _Lines:
    """Where headers and keys stand in a text: tomllib does not say."""

    def __init__(self, text: str, table: str) -> None:
        header = re.compile(rf"^\s*\[\[\s*{re.escape(table)}\s*\]\]")
        self._lines = text.splitlines()
        self.headers = [n for n, line in enumerate(self._lines, 1) if header.match(line)]

    def of_entry(self, number: int) -> int:
        return self.headers[number] if number < len(self.headers) else 1

    def of_key(self, number: int, key: str) -> int:
        first = self.of_entry(number)
        later = self.headers[number + 1 :]
        last = later[0] - 1 if later else len(self._lines)
        written = re.compile(rf"^\s*[\"']?{re.escape(key)}[\"']?\s*[=.]")
        return next((n for n in range(first, last + 1) if written.match(self._lines[n - 1])), first)


def wrong(file: str, line: int, key: str, problem: str, hint: str = "") -> ConfigError:
    """Compose the error for one place of a declared file."""
    return ConfigError(f"{file}, line {line}, {key}: {problem}", hint)


def read(path: Path, table: str, keys: Mapping[str, Key]) -> list[Entry]:
    """Read every `[[table]]` of a file; ConfigError at the first that is not as declared."""
    if not path.is_file():
        raise NotFound(f"there is no file {path}")
    text = path.read_text(encoding="utf-8-sig")
    try:
        whole = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path} is not TOML: {error}") from error
    if others := sorted(whole.keys() - {table}):
        line = next(
            (
                n
                for n, one in enumerate(text.splitlines(), 1)
                if re.search(rf"\b{others[0]}\b", one)
            ),
            1,
        )
        raise wrong(str(path), line, others[0], "unknown", f"write [[{table}]] tables")
    found = whole.get(table, [])
    if not isinstance(found, list):
        raise wrong(str(path), 1, table, "is one table", f"write [[{table}]], with two brackets")
    lines = _Lines(text, table)
    for number, values in enumerate(found):
        _check_keys(str(path), lines, number, values, keys)
    return [Entry(str(path), lines.of_entry(n), values) for n, values in enumerate(found)]


def _check_keys(
    file: str, lines: _Lines, number: int, values: Mapping[str, Any], keys: Mapping[str, Key]
) -> None:
    known = f"known keys: {', '.join(keys)}"
    for name, value in values.items():
        if name not in keys:
            raise wrong(file, lines.of_key(number, name), name, "unknown key", known)
        if not _fits(value, keys[name]):
            expected = ("a list of " if keys[name].is_list else "") + _WORDS[keys[name].kind]
            raise wrong(file, lines.of_key(number, name), name, f"must be {expected}")
    for name, key in keys.items():
        if key.is_required and name not in values:
            raise wrong(file, lines.of_entry(number), name, "missing", known)


def _fits(value: object, key: Key) -> bool:
    if key.is_list:
        return isinstance(value, list) and bool(value) and all(_is(one, key.kind) for one in value)
    return _is(value, key.kind)


def _is(value: object, kind: type) -> bool:
    """Whether a value is of a type; empty text is no text, and a time no date."""
    if kind is str:
        return isinstance(value, str) and bool(value.strip())
    if kind is date:
        return isinstance(value, date) and not isinstance(value, datetime)
    return isinstance(value, kind)
