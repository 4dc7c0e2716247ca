"""Joins `reports/<slug>.toml` with `sql/reports/<slug>.sql` into a Report; refuses orphans.

A mistake is a LibraryError naming file, line and key. Must never run SQL (that is `run.py`), nor
hold a word that a reader sees (that is the TOML).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from sigma_audit.document import Find, Layout, Pages, Picture
from sigma_audit.errors import LibraryError, NotFound
from sigma_audit.library import Library, Param, Query
from sigma_audit.own import SLUG
from sigma_audit.render import EXPORTS
from sigma_audit.report.declared import LAYOUT, Declared

# series, leavers and findings: what a command lays beside the snapshot.
NEEDS = ("snapshot", "pair", "series", "leavers", "findings")
OF_COMMANDS = {
    "series": ("many snapshots", "sigma-audit report run NAME --snapshots DIR"),
    "leavers": ("a list of leavers", "sigma-audit offboard --leavers FILE --out DIR"),
    "findings": ("what checks have found", "sigma-audit check --out DIR"),
}
# Where a command lays things beside the snapshot: what names an earlier one to compare with.
COMPARED_BY = {
    "leavers": "an earlier snapshot in the same folder",
    "findings": "sigma-audit check --before FILE",
}
# What a dossier is about -> what the user names it by, and the parameter its queries get.
ABOUT = {
    "member": (
        Param("who", "varchar", None, "an e-mail address, a member id or a full name"),
        "member_id",
    ),
    "object": (Param("what", "varchar", None, "an id, a URL or a path of names"), "inode_id"),
    "team": (Param("team", "varchar", None, "a team's id or name"), "team_id"),
}
FORMATS = ("html", "csv", "json", "xlsx", "pdf")
_TEXTS = ("title", "question", "audience")
_QUERIES = {
    "answer": ("sentence",),
    "figures": ("label", "value", "of", "note", "filter"),
    "attention": ("kind", "severity", "subject", "subject_id", "reason", "weight"),
}
_TRUST = ("item", "state", "sentence", "short", "rank")
_FURTHER = {
    "needs",
    "order",
    "section",
    "about",
    "changed",
    "trust",
    "pages",
    "find",
    "start",
    "brief",
    "exports",
}
_REPORT_KEYS = {*_TEXTS, *_QUERIES, *LAYOUT, *_FURTHER}
_SECTION_KEYS = {*LAYOUT, "name", "title", "query", "note", "empty", "place", "needs", "picture"}


@dataclass(frozen=True)
class SectionPlan:
    """One further table of a report, before it is asked; `is_pair` when it compares."""

    name: str
    title: str
    note: str
    empty: str
    is_before: bool
    is_pair: bool
    query: Query
    layout: Layout
    picture: Picture | None


@dataclass(frozen=True)
class Report:
    """One report: its words (TOML), its table (SQL), the queries around it.

    `about` is member or object of a dossier; `changed` the topic of its changes, as in
    `sql/history/change_topics.sql`; `trust` gives points of its own for the strip.
    """

    name: str
    title: str
    question: str
    audience: str
    needs: str
    order: int
    query: Query
    answer: Query
    figures: Query
    attention: Query
    sections: tuple[SectionPlan, ...]
    layout: Layout
    about: str = ""
    changed: str = ""
    trust: Query | None = None
    pages: Pages | None = None
    find: Find | None = None
    start: str = ""
    is_brief: bool = False
    exports: tuple[tuple[str, Query], ...] = ()

    @property
    def formats(self) -> tuple[str, ...]:
        """What it can be written as."""
        return (*FORMATS, *(form for form, _ in self.exports))

    @property
    def roles(self) -> tuple[tuple[str, Query], ...]:
        """Its queries, each with what it is for in words."""
        return (
            ("The table", self.query),
            ("The answer", self.answer),
            ("The figures", self.figures),
            ("What needs attention", self.attention),
            *((plan.title, plan.query) for plan in self.sections),
            *((f"As {form}", query) for form, query in self.exports),
        )

    @property
    def params(self) -> tuple[Param, ...]:
        """What a user may give; a dossier's subject first, by the name that a user knows."""
        found = {param.name: param for _, query in self.roles for param in query.params}
        if not self.about:
            return tuple(found.values())
        given, bound = ABOUT[self.about]
        return (given, *(param for name, param in found.items() if name != bound))


def _query(toml: Declared, library: Library, key: str, name: str, section: int | None) -> Query:
    """Find a query around a report; one of the terminal's questions may be one, too."""
    asked_already = {query.name for query in library.queries("questions")}
    try:
        return library.query("questions" if name in asked_already else "sections", name)
    except NotFound as error:
        raise toml.wrong(
            key, f"there is no sql/sections/{name}.sql", error.hint, section
        ) from error


def _section(toml: Declared, library: Library, table: Mapping[str, Any], at: int) -> SectionPlan:
    if not isinstance(table, dict):
        raise toml.wrong("section", "is not a list of tables", "write [[section]]")
    if unknown := sorted(table.keys() - _SECTION_KEYS):
        raise toml.wrong(unknown[0], "unknown key", f"one of {sorted(_SECTION_KEYS)}", at)
    query = _query(toml, library, "query", toml.text_of(table, "query", at), at)
    name = toml.text_of(table, "name", at)
    if not SLUG.fullmatch(name):
        raise toml.wrong("name", f"{name!r} is no slug", "use lower case, digits and _", at)
    if not isinstance(table.get("note", ""), str):
        raise toml.wrong("note", "is not a text", section=at)
    return SectionPlan(
        name=name,
        title=toml.text_of(table, "title", at),
        note=table.get("note", ""),
        empty=toml.text_of(table, "empty", at),
        is_before=toml.choice(table, "place", ("after", "before"), at) == "before",
        is_pair=toml.choice(table, "needs", ("snapshot", "pair"), at) == "pair",
        query=query,
        layout=toml.layout(table, query, at),
        picture=toml.picture(table, query, at),
    )


def _around(
    toml: Declared, library: Library, key: str, columns: Iterable[str], otherwise: str = ""
) -> Query:
    """Find the query under a key, else `otherwise`; it must begin with these columns."""
    name = otherwise or toml.text_of(toml.values, key)
    query = _query(toml, library, key, name, None)
    have = tuple(column for column, _ in query.columns)
    if have[: len(tuple(columns))] != tuple(columns):
        raise toml.wrong(
            key,
            f"{query.file} gives {', '.join(have)}",
            f"{key} needs {', '.join(columns)}",
        )
    return query


def _exports(toml: Declared, library: Library) -> tuple[tuple[str, Query], ...]:
    """Read which query gives the rows of a format of its own shape."""
    given: Any = toml.values.get("exports", {})
    if not isinstance(given, dict) or not given.keys() <= set(EXPORTS):
        raise toml.wrong("exports", "is not a table of formats", f"one of {', '.join(EXPORTS)}")
    return tuple(
        (form, _query(toml, library, "exports", str(name), None)) for form, name in given.items()
    )


def read(library: Library, name: str, text: str) -> Report:
    """Read one report from its TOML's text; LibraryError says what is wrong and where."""
    toml = Declared(library.shown(f"{name}.toml"), text)
    values = toml.values
    if not SLUG.fullmatch(name):
        raise toml.wrong("name", f"{name!r} is no slug", "use lower case, digits and _")
    if unknown := sorted(values.keys() - _REPORT_KEYS):
        raise toml.wrong(unknown[0], "unknown key", f"one of {sorted(_REPORT_KEYS)}")
    try:
        query = library.query("reports", name)
    except NotFound as error:
        raise toml.wrong(
            "name", f"there is no sql/reports/{name}.sql", "a report is a .sql and a .toml"
        ) from error
    tables = cast("list[dict[str, Any]]", values.get("section", []))
    if not isinstance(tables, list):
        raise toml.wrong("section", "is not a list", "write [[section]]")
    sections = tuple(_section(toml, library, table, at) for at, table in enumerate(tables))
    for at, plan in enumerate(sections):
        if plan.name in (one.name for one in sections[:at]):
            raise toml.wrong("name", f"there are two sections {plan.name!r}", section=at)
    needs = toml.choice(values, "needs", NEEDS)
    if query.is_own and needs in OF_COMMANDS:
        raise toml.wrong("needs", f"{needs!r} is not laid beside own reports", "snapshot or pair")
    if not isinstance(order := values.get("order", 1000), int) or isinstance(order, bool):
        raise toml.wrong("order", f"{order!r} is no whole number", "the lower, the earlier")
    around = {
        key: _around(
            toml,
            library,
            key,
            columns,
            # A report of the user's may do with a table: these three then count its rows.
            f"plain_{key}" if query.is_own and needs == "snapshot" and key not in values else "",
        )
        for key, columns in _QUERIES.items()
    }
    return Report(
        name=name,
        needs=needs,
        order=order,
        query=query,
        sections=sections,
        layout=toml.layout(values, query),
        title=toml.text_of(values, "title"),
        question=toml.text_of(values, "question"),
        audience=toml.text_of(values, "audience"),
        answer=around["answer"],
        figures=around["figures"],
        attention=around["attention"],
        about=toml.choice(values, "about", ("", *ABOUT)),
        changed=str(values.get("changed", "")),
        trust=_around(toml, library, "trust", _TRUST) if "trust" in values else None,
        pages=toml.pages({plan.name: plan.query for plan in sections}, query),
        find=toml.find({plan.name: plan.query for plan in sections}, query),
        start=str(values.get("start", "")),
        is_brief=values.get("brief", False) is True,
        exports=_exports(toml, library),
    )


def catalog(library: Library) -> dict[str, Report]:
    """Every report by name, in the order its readers meet them; LibraryError on an orphan."""
    texts = {
        file.removesuffix(".toml"): text for file, text in library.report_files(".toml").items()
    }
    for query in library.queries("reports"):
        if query.name not in texts:
            raise LibraryError(
                query.file, 1, "purpose", f"there is no reports/{query.name}.toml",
                "a report is a .sql and a .toml",
            )  # fmt: skip
    reports = [read(library, name, text) for name, text in texts.items()]
    used = [query for report in reports for _, query in report.roles]
    used += [report.trust for report in reports if report.trust]
    unused = {query.name for query in library.queries("sections") if query.is_own}
    for name in sorted(unused - {query.name for query in used}):
        file = library.query("sections", name).file
        raise LibraryError(file, 1, "name", "no report uses it", "name it in a .toml")
    return {report.name: report for report in sorted(reports, key=lambda r: (r.order, r.name))}


def find(library: Library, name: str) -> Report:
    """Give one report, whatever is wrong with others; NotFound names what there is instead."""
    texts = library.report_files(".toml")
    if f"{name}.toml" not in texts:
        raise NotFound(f"there is no report {name!r}", f"there are: {', '.join(catalog(library))}")
    return read(library, name, texts[f"{name}.toml"])
