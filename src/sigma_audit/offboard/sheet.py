"""Reads a CSV or XLSX of any HR system into headings and numbered lines of text.

Encoding and delimiter are found out, titles above the headings are passed over. Must never guess a
meaning, nor lose a line in silence: what cannot be read is an error naming file, line and column.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sigma_audit.errors import ConfigError, NotFound

Line = tuple[int, tuple[str, ...]]
_DELIMITERS = ",;\t|"
_HEADING_WITHIN = 20
_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")


@dataclass(frozen=True)
class Sheet:
    """A table of text: `lines` are (line of the file from 1, cells), shorter ones filled up."""

    path: Path
    headings: tuple[str, ...]
    lines: tuple[Line, ...]

    def wrong(self, line: int, column: str, problem: str, hint: str = "") -> ConfigError:
        """Compose the error for one cell."""
        return ConfigError(f"{self.path}, line {line}, column {column!r}: {problem}", hint)


def reduced(heading: str) -> str:
    """Bring a heading to what it is compared by: letters and digits, no case, no accents."""
    bare = unicodedata.normalize("NFKD", heading.casefold())
    return re.sub(r"[\W_]", "", "".join(c for c in bare if not unicodedata.combining(c)))


def read(path: Path, known: Iterable[str]) -> Sheet:
    """Read a file; the headings are the first line that holds one of `known`, reduced.

    Where none does, the first line. NotFound; ConfigError when the file is no table.
    """
    if not path.is_file():
        raise NotFound(f"there is no file {path}")
    is_workbook = path.suffix.lower() in _WORKBOOKS
    lines = [line for line in (_workbook(path) if is_workbook else _text(path)) if any(line[1])]
    if not lines:
        raise ConfigError(f"{path} is empty", "the first line must hold the columns' names")
    words = set(known)
    start = next(
        (
            at
            for at, (_, cells) in enumerate(lines[:_HEADING_WITHIN])
            if any(reduced(cell) in words for cell in cells if cell)
        ),
        0,
    )
    headings = lines[start][1]
    while headings and not headings[-1]:
        headings = headings[:-1]
    return Sheet(
        path, headings, tuple(_filled(path, line, headings) for line in lines[start + 1 :])
    )


def _filled(path: Path, line: Line, headings: tuple[str, ...]) -> Line:
    number, cells = line
    if any(cells[len(headings) :]):
        raise ConfigError(
            f"{path}, line {number}, column {len(headings) + 1}: there are more cells than columns",
            f"the columns are: {', '.join(headings)}; quote cells that hold the delimiter",
        )
    filled = cells + ("",) * (len(headings) - len(cells))
    return number, filled[: len(headings)]


def _text(path: Path) -> list[Line]:
    text = _decoded(path)
    named = re.match(r"sep=(.)\r?\n", text)
    first = next((line for line in text.splitlines() if line.strip()), "")
    counted = re.sub(r'"[^"]*"', "", first)
    delimiter = named[1] if named else max(_DELIMITERS, key=counted.count)
    if not named and not counted.count(delimiter):
        # A title stands above the headings: the delimiter is the one that later lines agree on.
        delimiter = max(_DELIMITERS, key=text.count)
    if named:
        text = "\n" + text[named.end() :]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    lines: list[Line] = []
    begins = 1
    try:
        for cells in reader:
            lines.append((begins, tuple(cell.strip() for cell in cells)))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise ConfigError(
            f"{path}, line {begins}, column {len(lines[-1][1]) if lines else 1}: {error}",
            "is a quotation mark left open?",
        ) from error
    return lines


def _decoded(path: Path) -> str:
    """Decode by byte order mark, else as UTF-8, else as what Excel writes in the West."""
    raw = path.read_bytes()
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    line = raw[: _first_undecodable(raw)].count(b"\n") + 1
    raise ConfigError(
        f"{path}, line {line}, column 1: this is not text in UTF-8, UTF-16 or Windows-1252",
        "save it as CSV UTF-8, or give the XLSX itself",
    )


def _first_undecodable(raw: bytes) -> int:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return max(raw.find(b"\0"), 0)


def _workbook(path: Path) -> list[Line]:
    """Read the first visible sheet of a workbook as text; its lines are the sheet's rows."""
    import fastexcel

    try:
        book = fastexcel.read_excel(path)
        sheets = [book.load_sheet(name, header_row=None, n_rows=0) for name in book.sheet_names]
        shown = next((s.name for s in sheets if s.visible == "visible"), book.sheet_names[0])
        sheet = book.load_sheet(shown, header_row=None, skip_rows=0, dtypes="string")
        rows = sheet.to_polars().rows() if sheet.width else []
    except fastexcel.FastExcelError as error:
        raise ConfigError(
            f"{path} cannot be read as a workbook: {str(error).splitlines()[0]}",
            "is it a whole XLSX, without a password?",
        ) from error
    return [
        (number, tuple("" if cell is None else str(cell).strip() for cell in row))
        for number, row in enumerate(rows, 1)
    ]


def chosen_columns(
    sheet: Sheet, mapping: Mapping[str, str], spellings: Mapping[str, tuple[str, ...]]
) -> dict[str, int]:
    """Say where each field stands; `mapping` is field -> heading, `spellings` are tried in order.

    ConfigError for a heading that is not there, or that stands there twice.
    """
    places: dict[str, list[int]] = {}
    for at, heading in enumerate(sheet.headings):
        places.setdefault(reduced(heading), []).append(at)
    there = f"the columns of {sheet.path} are: {', '.join(sheet.headings)}"
    found: dict[str, int] = {}
    for field, words in spellings.items():
        if field in mapping and reduced(mapping[field]) not in places:
            raise ConfigError(f"{sheet.path} has no column {mapping[field]!r}", there)
        tried = (reduced(mapping[field]),) if field in mapping else words
        word = next((word for word in tried if word in places), None)
        if word is None:
            continue
        if len(places[word]) > 1:
            name = sheet.headings[places[word][0]]
            raise ConfigError(f"{sheet.path} has {len(places[word])} columns {name!r}", there)
        found[field] = places[word][0]
    return found
