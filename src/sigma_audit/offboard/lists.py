"""Reads what HR and the user say of people: leavers, everyone employed, names of one person.

Each becomes rows of a table of the schema `input`. Must never decide who is meant: a line is handed
on as it is written, and a line that cannot be read stops the run.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sigma_audit.errors import ConfigError
from sigma_audit.offboard import days
from sigma_audit.offboard.sheet import Sheet, chosen_columns, read, reduced
from sigma_audit.snapshot.inputs import Columns, InputTable

LEAVERS: Columns = (
    ("line", "INTEGER"),
    ("email", "VARCHAR"),
    ("employee_id", "VARCHAR"),
    ("name", "VARCHAR"),
    ("last_day", "DATE"),
    ("first_day", "DATE"),
)
ALIASES: Columns = (("line", "INTEGER"), ("person", "VARCHAR"), ("account", "VARCHAR"))
ROSTER: Columns = LEAVERS[:4]


def _words(text: str) -> tuple[str, ...]:
    return tuple(reduced(word) for word in text.split(","))


# What HR systems call a column, in several tongues; the earlier spelling wins.
_PERSON = {
    "email": _words(
        "work email,work email address,primary work email,company email,business email,"
        "business email address,corporate email,office email,employee email,user email,email,"
        "email address,e-mail,mail,user principal name,upn,user name,login,e-mail-adresse,"
        "geschäftliche e-mail,e-mail dienstlich,courriel,adresse e-mail,correo electrónico,correo"
    ),
    "employee_id": _words(
        "employee id,employee number,employee no,employee code,emp id,worker id,"
        "personnel number,personnel no,personnel id,staff id,staff number,person id,person number,"
        "associate id,payroll id,personalnummer,mitarbeiternummer,matricule,número de empleado,id"
    ),
    "name": _words(
        "full name,name,employee name,worker name,display name,preferred name,legal name,employee,"
        "worker,mitarbeiter,nom complet,nombre completo"
    ),
    "given_name": _words("first name,given name,forename,vorname,prénom,nombre"),
    "family_name": _words("last name,family name,surname,nachname,nom,apellido,apellidos"),
}
_DAYS = {
    "last_day": _words(
        "last day,last working day,last day of work,last day worked,last day of employment,"
        "termination date,date of termination,effective termination date,terminated on,end date,"
        "employment end date,end of employment,contract end date,contract end,leave date,"
        "leaving date,date of leaving,date left,exit date,separation date,departure date,"
        "offboarding date,last date,letzter arbeitstag,letzter tag,austrittsdatum,austritt,"
        "dernier jour,date de sortie,date de fin,último día,fecha de baja"
    ),
    "first_day": _words(
        "rehire date,rehired on,date of rehire,return date,returned on,latest hire date,"
        "most recent hire date,start date,first day,first working day,hire date,date of hire,"
        "joining date,date of joining,employment start date,eintrittsdatum,eintritt,"
        "date d'entrée,fecha de alta"
    ),
}
_ALIAS = {
    "person": _words(
        "person,hr,hr email,hr e-mail,listed as,employee,email,e-mail,email address,work email,"
        "employee id,employee number,new name,current email,from"
    ),
    "account": _words(
        "account,sigma,sigma email,sigma e-mail,sigma account,member,member id,alias,"
        "also known as,former,former email,former name,former address,old email,old name,to"
    ),
}
FIELDS = (*_PERSON, *_DAYS)


def mapping_of(pairs: tuple[str, ...]) -> dict[str, str]:
    """Read `--map COLUMN=FIELD`, or FIELD=COLUMN, into field -> column; else ConfigError."""
    found: dict[str, str] = {}
    for pair in pairs:
        one, equals, other = (part.strip() for part in pair.partition("="))
        field, column = (other, one) if other.lower() in FIELDS else (one, other)
        field = field.lower()
        if not equals or not column or field not in FIELDS:
            raise ConfigError(
                f"--map {pair} is not COLUMN=FIELD", f"FIELD is one of {', '.join(FIELDS)}"
            )
        if field in found:
            raise ConfigError(f"--map names {field} twice", "name one column for each field")
        found[field] = column
    return found


def read_leavers(path: Path, mapping: Mapping[str, str], order: str | None = None) -> InputTable:
    """Read who leaves when; `order` (day-first or month-first) settles days that could be two."""
    sheet, at = _opened(path, _PERSON | _DAYS, mapping)
    if "last_day" not in at:
        raise ConfigError(
            f"{path}: which column is the last day?",
            f'--map "COLUMN=last_day"; the columns are: {", ".join(sheet.headings)}',
        )
    people = _people(sheet, at)
    dated = {
        field: days.read_days(
            sheet,
            sheet.headings[at[field]],
            [(line, cells[at[field]]) for line, cells in sheet.lines],
            order,
        )
        for field in _DAYS
        if field in at
    }
    for (line, _), day in zip(sheet.lines, dated["last_day"], strict=True):
        if day is None:
            raise sheet.wrong(
                line,
                sheet.headings[at["last_day"]],
                "there is no last day",
                "leave out who does not leave, or give the whole list as --roster",
            )
    nothing = [None] * len(people)
    first_days = dated.get("first_day", nothing)
    rows = zip(people, dated["last_day"], first_days, strict=True)
    return InputTable(LEAVERS, [(*person, last, first) for person, last, first in rows])


def read_roster(path: Path, mapping: Mapping[str, str]) -> InputTable:
    """Read everyone whom HR knows to be employed."""
    sheet, at = _opened(path, _PERSON, {k: v for k, v in mapping.items() if k in _PERSON})
    return InputTable(ROSTER, _people(sheet, at))


def read_aliases(path: Path) -> InputTable:
    """Read which addresses, employee ids and member ids are one person's, two a line."""
    sheet = read(path, {word for words in _ALIAS.values() for word in words})
    at = chosen_columns(sheet, {}, _ALIAS)
    if len(set(at.values())) < len(_ALIAS):
        raise ConfigError(
            f"{path}: which column is the person, which the account?",
            "name them person (as HR writes it) and account (as Sigma writes it)",
        )
    rows: list[tuple[Any, ...]] = []
    for line, cells in sheet.lines:
        for field, place in at.items():
            if not cells[place]:
                raise sheet.wrong(line, sheet.headings[place], f"there is no {field}")
        rows.append((line, cells[at["person"]], cells[at["account"]]))
    return InputTable(ALIASES, rows)


def _opened(
    path: Path, spellings: Mapping[str, tuple[str, ...]], mapping: Mapping[str, str]
) -> tuple[Sheet, dict[str, int]]:
    known = {word for words in spellings.values() for word in words}
    sheet = read(path, known | {reduced(heading) for heading in mapping.values()})
    at = chosen_columns(sheet, mapping, spellings)
    if "email" not in at and "employee_id" not in at:
        raise ConfigError(
            f"{path}: which column is the e-mail address?",
            f'--map "COLUMN=email"; the columns are: {", ".join(sheet.headings)}',
        )
    return sheet, at


def _people(sheet: Sheet, at: Mapping[str, int]) -> list[tuple[Any, ...]]:
    """Give (line, e-mail, employee id, name) a line; ConfigError for one that names nobody."""
    people: list[tuple[Any, ...]] = []
    for line, cells in sheet.lines:

        def cell(field: str, cells: tuple[str, ...] = cells) -> str:
            return cells[at[field]] if field in at else ""

        email, employee_id = cell("email"), cell("employee_id")
        if email and ("@" not in email or " " in email):
            heading = sheet.headings[at["email"]]
            raise sheet.wrong(line, heading, f"{email!r} is not an e-mail address")
        if not email and not employee_id:
            heading = sheet.headings[at.get("email", at.get("employee_id", 0))]
            raise sheet.wrong(
                line, heading, "there is neither an e-mail address nor an employee id"
            )
        name = cell("name") or f"{cell('given_name')} {cell('family_name')}".strip()
        people.append((line, email or None, employee_id or None, name or None))
    return people
