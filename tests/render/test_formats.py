"""One document in every format: equal cell for cell, nothing computed, nothing run."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import random
import re
from datetime import date, datetime
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any

import fastexcel
import pytest

from hostile import HOSTILE
from reading import workbook
from sigma_audit.document import Document, Layout, Picture, Section, Source
from sigma_audit.errors import ConfigError
from sigma_audit.library import Library
from sigma_audit.render import FILE_FORMATS, RENDERERS, render
from sigma_audit.render.cells import guarded, text, visible
from sigma_audit.render.laid import ROWS_SHOWN
from sigma_audit.render.packed import Entry, unpacked
from sigma_audit.render.to_csv import FACT_COLUMNS, csv_bytes
from sigma_audit.render.to_html import index_page
from sigma_audit.render.to_xlsx import CELL_LIMIT, fitting
from sigma_audit.result import Column, Result

csv.field_size_limit(10_000_000)
LIBRARY = Library()
ASSETS = {
    name: body
    for kind in (".html", ".css", ".js")
    for name, body in LIBRARY.report_files(kind).items()
}
COLUMNS = (
    Column("name", "VARCHAR", "a name from the organisation"),
    Column("small", "VARCHAR", "small print"),
    Column("people", "BIGINT", "a count"),
    Column("is_admin", "BOOLEAN", "a flag"),
    Column("seen_at", "TIMESTAMP", "a time"),
    Column("through", "VARCHAR[]", "reasons"),
    Column("nothing", "VARCHAR", "null everywhere"),
    Column("member_id", "VARCHAR", "an id"),
)
TRUST = (Column("item"), Column("state"), Column("sentence"), Column("short"), Column("rank"))


def rows_of(names: list[str]) -> list[tuple[Any, ...]]:
    when = datetime(2026, 3, 31, 9, 14)
    return [
        (name, name, number - 3, number % 2 == 0, when, [name, f"via {name}"], None, f"id-{number}")
        for number, name in enumerate(names)
    ]


def empty(*names: str) -> Result:
    return Result(tuple(Column(name) for name in names), [])


DRAWN = {
    "stacked": ("of", "part", "value"),
    "growth": ("of", "at", "value"),
    "lanes": ("first", "second", "third", "fourth"),
}


def drawn(kind: str, names: list[str]) -> Section:
    """A section whose rows are drawn: two rows a name, every column but the counts named so."""
    roles = DRAWN[kind]
    columns = (*roles, *(f"{role}_note" for role in roles))
    rows = [
        tuple(number + 1 if column == "value" else name for column in columns)
        for number, name in enumerate(names * 2)
    ]
    picture = Picture(kind, {role: role for role in roles}, "Drawn")
    result = Result(tuple(map(Column, columns)), rows)
    return Section(kind, kind, "", "None.", True, result, Layout(), picture)


def document(names: list[str], **changes: Any) -> Document:
    result = Result(COLUMNS, rows_of(names))
    name = names[0] if names else "nobody"
    values: dict[str, Any] = {
        "name": "sample",
        "title": "Sample",
        "question": "Who?",
        "audience": "testers",
        "answer": f"{name} can.",
        "result": result,
        "layout": Layout(
            labels={"name": "Name"},
            hidden=("member_id",),
            unfold="through",
            under={"name": "small"},
            filters=("is_admin",),
        ),
        "figures": Result(
            tuple(map(Column, ("label", "value", "of", "note", "filter"))),
            [(name, 1, 2, name, "is_admin=true")],
        ),
        "attention": Result(
            tuple(map(Column, ("rank", "severity", "subject", "reason", "is_folded", "unsaid"))),
            [
                (1, "high", name, name, False, 0),
                (2, "high", name, name, True, 7),
                (3, "low", None, name, False, 0),
            ],
        ),
        "sections": (
            Section("more", "More", "", "None.", True, result, Layout(badges=("name",))),
            Section("rest", "Rest", "", "None at all.", False, Result(COLUMNS, []), Layout()),
            *(drawn(kind, names) for kind in DRAWN),
        ),
        "frame": {
            "trust": Result(TRUST, [(name, "bad", name, "INCOMPLETE", 1)]),
            "gaps": empty("endpoint"),
            "moved": empty("entity"),
            "endpoints": empty("endpoint"),
            "decisions": empty("decision"),
            "words": empty("word"),
            "glossary": Result(
                tuple(map(Column, ("label", "place", "meaning"))), [("Can view", "x", name)]
            ),
        },
        "sources": (Source("The table", "sql/reports/sample.sql", f"select '{name}'", "ab12"),),
        "facts": {
            "report": "sample",
            "snapshot_id": "s-1",
            "taken_at": datetime(2026, 3, 31, 9, 14),
            "complete": False,
            "source": "sigma",
            "not_known": [{"endpoint": "object_grants", "reason": name}],
            "parameters": {"member": name},
            "tool_version": "0.0.0",
        },
        "assets": ASSETS,
    }
    return Document(**(values | changes))


ALL_NAMES = list(HOSTILE.values())


def read_csv(body: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def test_csv_has_bom_crlf_and_a_header_even_when_empty() -> None:
    body = render(document([]), "csv")
    assert body.startswith(b"\xef\xbb\xbf")
    assert body.endswith(b"\r\n")
    assert read_csv(body) == [[column.name for column in COLUMNS] + list(FACT_COLUMNS)]


def test_csv_states_the_snapshot_on_every_row() -> None:
    header, *rows = read_csv(render(document(["Ann", "Bob"]), "csv"))
    assert [dict(zip(header, row, strict=True)) for row in rows] == [
        {
            "name": name,
            "small": name,
            "people": people,
            "is_admin": flag,
            "seen_at": "2026-03-31 09:14:00",
            "through": f"{name} ; via {name}",
            "nothing": "",
            "member_id": member,
            "snapshot_id": "s-1",
            "taken_at": "2026-03-31 09:14:00",
            "complete": "false",
            "source": "sigma",
            "parameters": '{"member": "Ann"}',
        }
        for name, people, flag, member in (
            ("Ann", "-3", "true", "id-0"),
            ("Bob", "-2", "false", "id-1"),
        )
    ]


def test_no_csv_cell_computes_and_plain_numbers_stay() -> None:
    _, *rows = read_csv(render(document(ALL_NAMES), "csv"))
    assert len(rows) == len(ALL_NAMES)
    number = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")
    for row in rows:
        for cell in row:
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r")) or number.fullmatch(cell)
    assert rows[list(HOSTILE).index("formula")][0] == "'=1+1"
    assert rows[list(HOSTILE).index("negative_number")][0] == "-5"


@pytest.mark.parametrize(
    ("kind", "value", "cell"),
    [
        ("BOOLEAN", True, "true"), ("BOOLEAN", None, ""), ("BIGINT", -7, "-7"),
        ("HUGEINT", 2**100, str(2**100)), ("DOUBLE", 1e16, "1e+16"), ("DOUBLE", 0.1, "0.1"),
        ("DECIMAL(9,2)", Decimal("1.50"), "1.50"), ("VARCHAR[]", ["a", None, "=b"], "a ;  ; =b"),
        ("VARCHAR[]", ["=a"], "'=a"), ("VARCHAR[]", [], ""), ("VARCHAR[]", None, ""),
        ("TIMESTAMP", datetime(2026, 3, 31, 9, 14, 5, 999), "2026-03-31 09:14:05"),
        ("DATE", date(2026, 3, 31), "2026-03-31"), ("VARCHAR", 5, "5"), ("VARCHAR", "\ud800", "?"),
        ("BOOLEAN", "no flag", "no flag"), ("VARCHAR", "٣", "٣"), ("VARCHAR", "-٣", "-٣"),
        ("VARCHAR", 'a "b", c', 'a "b", c'), ("VARCHAR", "-5\n", "'-5\n"), ("VARCHAR", "", ""),
    ],
)  # fmt: skip
def test_every_type_is_told_as_text_tells_it(kind: str, value: Any, cell: str) -> None:
    twice = (Column("one", kind), Column("one", kind))
    assert read_csv(csv_bytes(Result(twice, [(value, value)])))[1:] == [[cell, cell]]
    alone = csv_bytes(Result((Column("one", kind),), [(value,), (value,)]))
    assert read_csv(alone)[1:] == [[cell], [cell]]


def test_csv_quotes_only_what_needs_it() -> None:
    result = Result((Column("a"), Column("b")), [("x, y", 'z"'), ("", None), (" a ", "b\r\nc")])
    expected = 'a,b\r\n"x, y","z"""\r\n,\r\n a ,"b\r\nc"\r\n'
    assert csv_bytes(result) == expected.encode("utf-8-sig")


def test_raw_csv_leaves_cells_alone() -> None:
    result = Result((Column("name"),), [(name,) for name in ALL_NAMES])
    assert [row[0] for row in read_csv(csv_bytes(result, raw=True))[1:]] == ALL_NAMES
    assert read_csv(render(document(["=1+1"]), "csv", raw=True))[1][0] == "=1+1"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("=1", "'=1"), ("+1", "+1"), ("-1.5e3", "-1.5e3"), ("-1-1", "'-1-1"), ("@x", "'@x"),
        ("\tx", "'\tx"), ("\rx", "'\rx"), ("x=1", "x=1"), ("", ""), ("-", "'-"), ("+\n1", "'+\n1"),
    ],
)  # fmt: skip
def test_what_a_spreadsheet_would_compute_is_quoted(cell: str, expected: str) -> None:
    assert guarded(cell) == expected


def test_json_holds_facts_and_every_value_as_it_is() -> None:
    whole = json.loads(render(document(ALL_NAMES), "json"))
    assert whole["facts"]["complete"] is False
    assert whole["facts"]["taken_at"] == "2026-03-31T09:14:00Z"
    assert [row["name"] for row in whole["rows"]] == ALL_NAMES
    assert whole["rows"][0]["people"] == -3
    assert whole["rows"][0]["through"] == [ALL_NAMES[0], f"via {ALL_NAMES[0]}"]
    assert whole["rows"][0]["nothing"] is None


def test_csv_json_and_xlsx_agree_cell_for_cell() -> None:
    names = [name for name in ALL_NAMES if len(name) < 1000]
    sample = document(names)
    from_csv = [row[: len(COLUMNS)] for row in read_csv(render(sample, "csv", raw=True))[1:]]
    rows = json.loads(render(sample, "json"))["rows"]
    book = fastexcel.read_excel(render(sample, "xlsx"))
    assert book.sheet_names == ["sample", "more", "rest", *DRAWN, "facts"]
    sheet = book.load_sheet("sample", dtypes="string").to_polars()
    assert sheet.columns == [column.name for column in COLUMNS]
    assert len(from_csv) == len(rows) == sheet.height == len(names)
    for csv_row, json_row, xlsx_row in zip(from_csv, rows, sheet.rows(), strict=True):
        for column, csv_cell, xlsx_cell in zip(COLUMNS, csv_row, xlsx_row, strict=True):
            value = json_row[column.name]
            expected = text(value) if column.name != "seen_at" else "2026-03-31 09:14:00"
            assert csv_cell == expected
            # Excel keeps \r\n as \n inside a cell.
            assert (xlsx_cell or "").replace("\r\n", "\n") == expected.replace("\r\n", "\n")


def test_xlsx_computes_nothing_and_links_nothing() -> None:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(render(document(ALL_NAMES), "xlsx"))) as book:
        for part in book.namelist():
            content = book.read(part).decode()
            assert "<f>" not in content
            assert "hyperlink" not in part.lower()
            assert "<hyperlink" not in content


def test_xlsx_holds_flags_numbers_and_times_as_what_they_are() -> None:
    kinds = ("BOOLEAN", "BIGINT", "HUGEINT", "DOUBLE", "TIMESTAMP", "DATE", "VARCHAR")
    columns = tuple(Column(f"c{at}", kind) for at, kind in enumerate(kinds))
    moment = datetime(2026, 3, 31, 9, 14, 5, 999_000)
    rows: list[tuple[Any, ...]] = [
        (True, -3, 2**60, 0.5, moment, date(2026, 3, 31), "=1+1"),
        (False, 0, 7, float("nan"), datetime(1899, 1, 1), date(1900, 2, 28), "007"),
        (None, None, None, None, None, None, None),
        (True, 2**53, -(2**53), float("inf"), datetime(9999, 12, 31), date(9999, 12, 31), ""),
    ]
    sheet = workbook(render(document(["Ann"], result=Result(columns, rows)), "xlsx"))["sample"]
    assert [[row.get(at) for at in range(7)] for row in sheet.rows[1:]] == [
        [("b", True), ("n", -3), ("s", str(2**60)), ("n", 0.5),
         ("d", datetime(2026, 3, 31, 9, 14, 5)), ("d", datetime(2026, 3, 31)), ("s", "=1+1")],
        [("b", False), ("n", 0), ("n", 7), ("s", "nan"),
         ("s", "1899-01-01 00:00:00"), ("s", "1900-02-28"), ("s", "007")],
        [None] * 7,
        [("b", True), ("s", str(2**53)), ("s", str(-(2**53))), ("s", "inf"),
         ("d", datetime(9999, 12, 31)), ("d", datetime(9999, 12, 31)), ("s", "")],
    ]  # fmt: skip


def test_xlsx_goes_on_in_a_further_sheet_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sigma_audit.render.to_xlsx.ROW_LIMIT", 2)
    sample = document(["a", "b", "c", "d", "e"], sections=())
    book = workbook(render(sample, "xlsx"))
    assert list(book) == ["sample", "sample 2", "sample 3", "facts"]
    pages = [book[name].rows[1:] for name in ("sample", "sample 2", "sample 3")]
    assert [[row[0][1] for row in rows] for rows in pages] == [["a", "b"], ["c", "d"], ["e"]]
    facts = {row[0][1]: row[1][1] for row in book["facts"].rows}
    assert facts["sheets of sample"] == "3: a sheet holds 2 rows"


def test_a_section_called_facts_does_not_take_the_place_of_the_facts() -> None:
    section = Section("facts", "Facts", "", "None.", True, Result(COLUMNS, []), Layout())
    book = workbook(render(document(["Ann"], sections=(section,)), "xlsx"))
    assert list(book) == ["sample", "facts 2", "facts"]
    assert ("s", "snapshot_id") in [row[0] for row in book["facts"].rows]


def test_what_lies_beside_a_csv_states_the_facts_even_of_nothing() -> None:
    beside = json.loads(render(document([]), "facts"))
    assert beside["facts"]["snapshot_id"] == "s-1"
    assert beside["facts"]["parameters"] == {"member": "nobody"}
    assert [(row["column"], row["type"]) for row in beside["rows"]] == [
        (column.name, column.type) for column in COLUMNS
    ]


def test_xlsx_says_where_a_text_goes_on_that_excel_cannot_hold() -> None:
    cell = fitting("y" * 40_000)
    assert len(cell) == CELL_LIMIT
    assert cell.endswith("the CSV and JSON hold all 40000 characters")
    assert fitting("short") == "short"
    assert fitting("y" * CELL_LIMIT) == "y" * CELL_LIMIT
    wide = fitting("👩" * 20_000)  # two of Excel's characters each
    assert len(wide.encode("utf-16-le")) // 2 <= CELL_LIMIT
    assert wide.endswith("all 20000 characters")
    assert len(fitting("👩" * 16_000)) == 16_000


@pytest.mark.parametrize("form", sorted(RENDERERS.keys() - {"vanta-csv"}))
def test_the_same_document_gives_the_same_bytes(form: str) -> None:
    names = [name for name in ALL_NAMES if len(name) < 1000]
    assert render(document(names), form) == render(document(names), form)


def test_an_unknown_format_names_what_there_is() -> None:
    with pytest.raises(ConfigError, match="no format 'docx'"):
        render(document([]), "docx")
    assert set(FILE_FORMATS) < set(RENDERERS)


class Page(HTMLParser):
    """Collects what a browser would see of a page: tags with attributes, and text by tag."""

    def __init__(self, body: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(body.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "link", "input", "img", "br"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1] == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open:
            self.texts.setdefault(self._open[-1], []).append(data)

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


KNOWN_TAGS = set(
    re.findall(
        r"\S+",
        "html head meta title style body a p span h1 h2 h3 main header footer section nav ul ol li "
        "dl dt dd div strong b i small table caption thead tbody tr th td details summary code pre "
        "svg rect script figure figcaption desc g path polyline circle text",
    )
)
KNOWN_ATTRIBUTES = set(
    re.findall(
        r"\S+",
        "lang charset http-equiv content name class href id aria-label aria-labelledby aria-hidden "
        "role tabindex scope title data-name data-number data-filter data-under data-below "
        "data-total data-file data-where data-taken width height viewbox preserveaspectratio type "
        "hidden x y rx d cx cy r points",
    )
)


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_no_name_becomes_markup(name: str) -> None:
    page = Page(render(document([HOSTILE[name], "Ann"]), "html"))
    assert {tag for tag, _ in page.tags} <= KNOWN_TAGS
    assert {key for _, attrs in page.tags for key in attrs} <= KNOWN_ATTRIBUTES
    assert len(page.of("script")) == 1
    assert len(page.of("style")) == 1
    links = {attrs["href"] for attrs in page.of("a")}
    assert all(link and link.startswith(("#", "index.html")) for link in links)
    shape = [tag for tag, _ in page.tags]
    assert shape == [tag for tag, _ in Page(render(document(["plain", "Ann"]), "html")).tags] or (
        len(HOSTILE[name]) > 240
    )


def test_a_name_is_shown_as_it_is() -> None:
    page = Page(render(document([HOSTILE["script"]]), "html"))
    assert HOSTILE["script"] in page.texts["span"]


def test_what_is_meant_to_be_unseen_is_shown() -> None:
    body = render(document([HOSTILE["bidirectional"], HOSTILE["controls"]]), "html").decode()
    assert "\u202e" not in body
    assert "invoice⟦U+202E⟧gnp.exe" in body
    assert "⟦U+001B⟧" in body
    assert visible("株式会社 Ångström 👩‍💻") == "株式会社 Ångström 👩‍💻"
    console = render(document([HOSTILE["controls"]]), "text").decode()
    assert "\x1b" not in console
    assert "⟦U+001B⟧" in console


def test_a_long_text_is_folded_and_kept() -> None:
    body = render(document([HOSTILE["long"]]), "html").decode()
    assert "all 1,000,000 characters" in body
    assert HOSTILE["long"] in body


def policy_of(page: Page) -> dict[str, str]:
    found = [a for a in page.of("meta") if a.get("http-equiv") == "Content-Security-Policy"]
    assert len(found) == 1
    parts = [part.strip().partition(" ") for part in str(found[0]["content"]).split(";")]
    return {name: value for name, _, value in parts}


def digest(body: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(body.encode()).digest()).decode() + "'"


@pytest.mark.parametrize("index", [False, True])
def test_the_policy_lets_through_our_style_and_script_and_nothing_else(index: bool) -> None:
    sample = document(["Ann"])
    page = Page(index_page([sample]) if index else render(sample, "html"))
    assert policy_of(page) == {
        "default-src": "'none'",
        "style-src": digest("".join(page.texts["style"])),
        "script-src": digest("".join(page.texts["script"])),
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def test_the_page_asks_nothing_of_the_network() -> None:
    body = render(document(["Ann"]), "html").decode()
    assert not re.search(r"(?:src|href|action|url\()\s*[=(]?\s*[\"']?\s*(?:https?:)?//", body)
    assert "@import" not in body


def packed_rows(page: Page) -> list[list[Entry]]:
    """What the page's script would unpack for the main table."""
    (body,) = [text for text in page.texts["script"] if text.startswith('"H4sI')]
    return unpacked(json.loads(body))


def test_beyond_the_limit_the_page_says_so_and_packs_every_row() -> None:
    names = [f"name {number}" for number in range(ROWS_SHOWN + 2)]
    body = render(document(names, sections=(), formats=("html", "csv")), "html")
    assert b"<strong>5,000 of 5,002 shown;</strong> all in <code>sample.csv</code>" in body
    assert b"name 4999<" in body
    assert b"name 5000<" not in body
    page = Page(body)
    rows = packed_rows(page)
    assert [row[0][:2] for row in rows] == [(name, name) for name in names]
    head = [attrs["data-name"] for attrs in page.of("th") if "data-name" in attrs][:6]
    assert head == ["name", "people", "is_admin", "seen_at", "through", "nothing"]
    assert rows[-1] == [
        ("name 5001", "name 5001", "", (), "", "", ""),
        ("4,998", "", "", (), "", "", ""),
        ("no", "", "", (), "", "", ""),
        ("2026-03-31 09:14:00", "", "", (), "", "", ""),
        ("name 5001", "", "1 more", ("via name 5001",), "", "", ""),
        ("", "", "", (), "", "", ""),
    ]


@pytest.mark.parametrize(("room", "held"), [(200_000, 10_000), (0, ROWS_SHOWN)])
def test_what_a_page_has_no_room_for_is_said_and_counted(
    room: int, held: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twenty thousand names of chance: the page holds the first, and says where the others are."""
    chance = random.Random(5)
    names = [chance.randbytes(12).hex() for _ in range(20_000)]
    result = Result((Column("name"),), [(name,) for name in names])
    whole = document(["Ann"], result=result, layout=Layout(), sections=(), formats=("html",))
    markup = sum(len(name) + 57 for name in names[:ROWS_SHOWN])
    monkeypatch.setattr("sigma_audit.render.laid.PAGE_ROOM", markup + room)
    body = render(whole, "html").decode()
    assert "5,000 of 20,000 shown;</strong> all in <code>sample.csv (which --format csv" in body
    if room:
        found = packed_rows(Page(body.encode()))
        assert len(found) <= held
        assert [row[0][0] for row in found] == names[: len(found)]
        assert f"The first {len(found):,} of 20,000 rows are here" in body
    else:
        assert "rows are here" not in body


def test_within_the_limit_nothing_is_packed() -> None:
    page = Page(render(document(["Ann"] * 20), "html"))
    assert len(page.of("script")) == 1
    assert "shown;" not in "".join(page.texts["strong"])


def test_packed_names_are_no_markup_and_nothing_unseen() -> None:
    names = [name for name in ALL_NAMES if len(name) < 1000]
    whole = render(document([*["Ann"] * ROWS_SHOWN, *names], sections=()), "html")
    page = Page(whole)
    assert {tag for tag, _ in page.tags} <= KNOWN_TAGS
    assert [attrs.get("type") for attrs in page.of("script")] == ["application/json", None]
    assert [row[0][0] for row in packed_rows(page)[ROWS_SHOWN:]] == [visible(n) for n in names]
    assert policy_of(page)["script-src"] == digest(page.texts["script"][-1])
    assert whole == render(document([*["Ann"] * ROWS_SHOWN, *names], sections=()), "html")


def test_over_100_000_rows_stay_under_8_megabytes() -> None:
    columns = (*(Column(name) for name in ("object", "kind", "person", "email", "can")),
               Column("through", "VARCHAR[]"), Column("certainty"))  # fmt: skip
    chance = random.Random(7)
    people = [f"{chance.randbytes(9).hex()} {number}" for number in range(2000)]
    rows = [
        (
            f"Workspace {number // 3000}/Folder {number // 300}/{chance.randbytes(6).hex()}",
            "workbook",
            person := chance.choice(people),
            f"{person}@halcyon.example",
            chance.choice(["Can view", "Can explore", "Can edit"]),
            [f"team {chance.randrange(400)}: Can view on workspace {number // 3000}"],
            "known",
        )
        for number in range(120_000)
    ]
    layout = Layout(under={"object": "kind", "person": "email"}, unfold="through", badges=("can",))
    body = render(document(["Ann"], result=Result(columns, rows), layout=layout), "html")
    assert len(body) < 8_000_000
    assert b"5,000 of 120,000 shown;" in body
    assert len(packed_rows(Page(body))) == 120_000


def test_an_empty_table_is_a_statement() -> None:
    body = render(document([]), "html").decode()
    assert "No row: nobody can." in body
    assert "None at all." in body


def test_doubts_stand_at_the_foot_of_every_printed_page() -> None:
    body = render(document(["Ann"]), "html").decode()
    assert '@page{@bottom-left{content:"INCOMPLETE' in body


def test_hidden_columns_are_only_hidden_in_html() -> None:
    sample = document(["Ann"], sections=())
    assert "id-0" not in render(sample, "html").decode()
    assert b"id-0" in render(sample, "csv")
    assert b"id-0" in render(sample, "json")


def test_the_index_links_what_each_report_was_written_as() -> None:
    two = [
        document(["Ann"], formats=("html", "csv", "json")),
        document(["Ann"], file="other", formats=("html", "vanta-csv")),
    ]
    assert {attrs["href"] for attrs in Page(index_page(two)).of("a")} == {
        "#main", "index.html", "sample.html", "sample.csv", "sample.json",
        "other.html", "other.vanta.csv",
    }  # fmt: skip
