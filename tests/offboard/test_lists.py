"""HR files as HR systems write them, and each way in which one cannot be read."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter  # type: ignore[import-untyped]

from sigma_audit.errors import ConfigError, NotFound
from sigma_audit.offboard.lists import mapping_of, read_aliases, read_leavers, read_roster

ANN = (None, "ann@example.test", "7", "Ann Lee", date(2024, 8, 31), None)


def rows(path: Path, mapping: dict[str, str] | None = None) -> list[tuple[object, ...]]:
    return list(read_leavers(path, mapping or {}).rows)


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "leavers.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize(
    ("text", "encoding", "line"),
    [
        ("E-Mail,Employee ID,Name,Last day\nann@example.test,7,Ann Lee,2024-08-31\n", "utf-8", 2),
        ("Email;Id;Name;Last day\r\nann@example.test;7;Ann Lee;31.08.2024\r\n", "utf-8-sig", 2),
        (
            "Work e-mail\tEmp ID\tWorker\tEnd date\nann@example.test\t7\tAnn Lee\t31-Aug-2024",
            "utf-16",
            2,
        ),
        (
            "E-Mail-Adresse;Personalnummer;Vorname;Nachname;Letzter Arbeitstag\n"
            "ann@example.test;7;Ann;Lee;31.08.2024\n",
            "cp1252",
            2,
        ),
        (
            "sep=;\nMail;Staff ID;Full name;Exit date\nann@example.test;7;Ann Lee;08/31/2024\n",
            "utf-8",
            3,
        ),
        (
            "Leavers of August\n\nEmail,Employee Number,Display Name,Termination Date\n"
            'ann@example.test,7,"Ann Lee",2024-08-31T00:00:00\n\n,,,\n',
            "utf-8",
            4,
        ),
        (
            "Personal email,Work Email,Worker ID,Employee Name,Last Day of Work,Notes\n"
            'x@home.test,ann@example.test,7,Ann Lee,"August 31, 2024","two\nlines"\n',
            "utf-8",
            2,
        ),
    ],
    ids=["comma", "semicolon and mark", "tab, UTF-16", "German", "sep=", "a title", "Workday"],
)
def test_a_file_of_any_hr_system(tmp_path: Path, text: str, encoding: str, line: int) -> None:
    assert rows(written(tmp_path, text, encoding)) == [(line, *ANN[1:])]


def test_umlauts_survive_every_encoding(tmp_path: Path) -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        text = "Email,Name,Last day\nan@example.test,Jürgen Müßig,2024-08-31\n"
        assert rows(written(tmp_path, text, encoding))[0][3] == "Jürgen Müßig"


def test_lines_are_counted_across_cells_that_break(tmp_path: Path) -> None:
    text = 'Note,Email,Last day\n"a\nb\nc",a@example.test,2024-08-31\nd,b@example.test,2024-08-31\n'
    assert [row[0] for row in rows(written(tmp_path, text))] == [2, 5]


def test_a_workbook_with_days_numbers_and_blank_lines(tmp_path: Path) -> None:
    path = tmp_path / "leavers.xlsx"
    with xlsxwriter.Workbook(path) as book:
        hidden = book.add_worksheet("Old")
        hidden.hide()
        hidden.write_row(0, 0, ["Email", "Last day"])
        hidden.write_row(1, 0, ["nobody@example.test", "2000-01-01"])
        sheet = book.add_worksheet("Leavers")
        sheet.set_first_sheet()
        sheet.activate()
        sheet.write_row(0, 0, ["All who left"])
        sheet.write_row(2, 0, ["E-mail", "Employee ID", "Name", "Last day"])
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(3, 0, ["ann@example.test", 7, "Ann Lee"])
        sheet.write_datetime(3, 3, datetime(2024, 8, 31), day)
        sheet.write_row(5, 0, ["bob@example.test", 8, "Bob", "31.08.2024"])
    assert rows(path) == [
        (4, *ANN[1:]),
        (6, "bob@example.test", "8", "Bob", date(2024, 8, 31), None),
    ]


def test_columns_by_name_or_by_map_in_either_order(tmp_path: Path) -> None:
    text = "Login,Gone,Nr,Who\nann@example.test,2024-08-31,7,Ann Lee\n"
    mapping = mapping_of(("Gone=last_day", "employee_id=nr", "WHO=name"))
    assert rows(written(tmp_path, text), mapping) == [(2, *ANN[1:])]
    for wrong in ("Gone", "Gone=", "Gone=left", "=email"):
        with pytest.raises(ConfigError, match="COLUMN=FIELD"):
            mapping_of((wrong,))
    with pytest.raises(ConfigError, match="twice"):
        mapping_of(("A=email", "B=email"))
    with pytest.raises(ConfigError, match="no column 'Nowhere'"):
        rows(written(tmp_path, text), {"last_day": "Nowhere"})


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("03/04/2024", "31/12/2024"), [date(2024, 4, 3), date(2024, 12, 31)]),
        (("03/04/2024", "12/31/2024"), [date(2024, 3, 4), date(2024, 12, 31)]),
        (("04/04/2024",), [date(2024, 4, 4)]),
    ],
)
def test_one_clear_day_settles_the_column(
    tmp_path: Path, cells: tuple[str, ...], expected: list[date]
) -> None:
    text = "Email,Last day\n" + "".join(f"a@example.test,{cell}\n" for cell in cells)
    assert [row[4] for row in rows(written(tmp_path, text))] == expected


def test_a_day_that_could_be_two_is_asked_about(tmp_path: Path) -> None:
    path = written(tmp_path, "Email,Last day\na@example.test,03/04/2024\n")
    with pytest.raises(
        ConfigError, match=r"line 2, column 'Last day'.* 3 April or 4 March"
    ) as error:
        read_leavers(path, {})
    assert "--dates day-first" in error.value.hint
    assert read_leavers(path, {}, "day-first").rows[0][4] == date(2024, 4, 3)
    assert read_leavers(path, {}, "month-first").rows[0][4] == date(2024, 3, 4)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "Email,Last day\nann@example.test,soon\n",
            "line 2, column 'Last day': 'soon' is not a day",
        ),
        ("Email,Last day\nann@example.test,31.02.2024\n", "line 2, column 'Last day'"),
        ("Email,Last day\nann@example.test,31.08.24\n", "line 2, column 'Last day'"),
        ("Email,Last day\nann@example.test,\n", "line 2, column 'Last day': there is no last day"),
        ("Email,Last day\n\nAnn Lee,2024-08-31\n", "line 3, column 'Email': 'Ann Lee' is not"),
        ("Email,Last day\n,2024-08-31\n", "line 2, column 'Email': there is neither"),
        ("Email,Last day\na@example.test,2024-08-31,x\n", "line 2, column 3: there are more cells"),
        ('Email,Last day\na@example.test,"2024-08-31\n', "line 2, column 2"),
        ("Email,Last day,email\na@example.test,2024-08-31,x\n", "2 columns 'Email'"),
        ("Email,Name\na@example.test,Ann\n", "which column is the last day"),
        ("Name,Last day\nAnn,2024-08-31\n", "which column is the e-mail address"),
        ("", "is empty"),
    ],
)
def test_what_cannot_be_read_is_named_by_file_line_and_column(
    tmp_path: Path, text: str, says: str
) -> None:
    with pytest.raises(ConfigError) as error:
        read_leavers(written(tmp_path, text), {})
    assert "leavers.csv" in error.value.sentence
    assert says in error.value.sentence
    assert error.value.exit_code == 2


def test_what_is_no_table_at_all(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="there is no file"):
        read_leavers(tmp_path / "none.csv", {})
    path = tmp_path / "leavers.csv"
    path.write_bytes(b"Email,Last day\n\x00\x81\x8d\n")
    with pytest.raises(ConfigError, match="line 2, column 1: this is not text"):
        read_leavers(path, {})
    book = tmp_path / "leavers.xlsx"
    book.write_bytes(b"PK not a workbook")
    with pytest.raises(ConfigError, match="cannot be read as a workbook"):
        read_leavers(book, {})


def test_the_roster_needs_no_day_and_the_mapping_file_needs_both_names(tmp_path: Path) -> None:
    path = written(tmp_path, "Employee ID,Work email\n7,ann@example.test\n8,\n")
    assert list(read_roster(path, {"last_day": "Gone"}).rows) == [
        (2, "ann@example.test", "7", None),
        (3, None, "8", None),
    ]
    path = written(tmp_path, "person;account\nann.new@example.test;ann@example.test\n")
    assert list(read_aliases(path).rows) == [(2, "ann.new@example.test", "ann@example.test")]
    path = written(tmp_path, "person;account\nann.new@example.test;\n")
    with pytest.raises(ConfigError, match="line 2, column 'account': there is no account"):
        read_aliases(path)
    path = written(tmp_path, "one;two\na;b\n")
    with pytest.raises(ConfigError, match="which column is the person"):
        read_aliases(path)
