"""What a report is before it is written: its table, its sections, and all that a page says around.

An answer at the terminal needs none of this, and does not load it. Must never compute, import a
database or know what a permission is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sigma_audit.result import Result


@dataclass(frozen=True)
class Layout:
    """How a result reads on a page; every name is a column of that result.

    `labels` name -> heading · `hidden` columns left out of HTML only · `unfold` a list column shown
    as its first entry with the rest folded away · `under` name -> column in small print below it ·
    `filters` columns that get a chooser · `badges` columns set as a pill · `bar` a share in percent
    drawn as a bar · `links` name -> id column: it leads to the page of that id, where there is one
    · `words` columns whose values are words of this tool's own: `not_known` is set as “not known”.
    """

    labels: Mapping[str, str] = field(default_factory=dict)
    hidden: tuple[str, ...] = ()
    unfold: str = ""
    under: Mapping[str, str] = field(default_factory=dict)
    filters: tuple[str, ...] = ()
    badges: tuple[str, ...] = ()
    bar: str = ""
    links: Mapping[str, str] = field(default_factory=dict)
    words: tuple[str, ...] = ()

    def label(self, name: str) -> str:
        """Heading of a column: the declared one, else its name with spaces."""
        return self.labels.get(name, name.replace("_", " ").capitalize())


@dataclass(frozen=True)
class Picture:
    """How a section's rows are drawn: `kind` names the drawing, `roles` its part -> column.

    `said` is the picture in words, for those who cannot look; the rows stand beside it as a table.
    """

    kind: str
    roles: Mapping[str, str]
    said: str


@dataclass(frozen=True)
class Section:
    """One further table of a document: its title, a note, what to say when it is empty.

    `is_asked` is false of one that compares, where no earlier snapshot was given.
    """

    name: str
    title: str
    note: str
    empty: str
    is_before: bool
    result: Result
    layout: Layout
    picture: Picture | None = None
    is_asked: bool = True


@dataclass(frozen=True)
class Pages:
    """That each row of a section has a page of its own: its part of the document's table.

    `by` is the id column of both; `title` and `answer` are columns of the section; `hidden` columns
    of the table say the same on every row of a page. At most `limit` pages are written.
    """

    section: str
    by: str
    title: str
    answer: str
    hidden: tuple[str, ...]
    limit: int = 0


@dataclass(frozen=True)
class Find:
    """That an index finds a section's rows by name: `name`, `note` and the id `by` are its columns.

    Each leads to the page of its id, else to the rows of the document's table whose column `shows`
    has that name.
    """

    section: str
    by: str
    name: str
    note: str
    shows: str


@dataclass(frozen=True)
class Source:
    """One query that a document rests on: its file, text and digest, so that it can be re-run."""

    role: str
    file: str
    sql: str
    digest: str


@dataclass(frozen=True)
class Document:
    """A report answered: `result` is the table, the rest is what a page says around it.

    `frame` holds what every page states (trust, gaps, moved, endpoints, decisions, words,
    glossary); `facts` go into every format; `assets` are the page's templates, style and script.
    `attention` and `changed` are ranked, their tails folded; without an earlier snapshot `changed`
    is None, else it is what differs `since` then; `compared_by` says what would name one, empty
    where nothing does. `subject_id` is what a dossier is about; `file` names its files where `name`
    does not; `start` is what question leads here; `is_brief` that its head is printed alone;
    `hrefs` which page of the run tells of an id; `find` what the index finds in it; `exports` are
    rows for formats of their own shape; `formats` what it is written as in this run;
    `beside` names the other reports of the run, which a figure may lead to.
    """

    name: str
    title: str
    question: str
    audience: str
    answer: str
    result: Result
    layout: Layout
    figures: Result
    attention: Result
    sections: tuple[Section, ...]
    frame: Mapping[str, Result]
    sources: tuple[Source, ...]
    facts: Mapping[str, Any]
    assets: Mapping[str, str]
    changed: Result | None = None
    since: datetime | None = None
    compared_by: str = "--before FILE"
    pages: Pages | None = None
    find: Find | None = None
    subject_id: str = ""
    start: str = ""
    is_brief: bool = False
    file: str = ""
    formats: tuple[str, ...] = ()
    exports: Mapping[str, Result] = field(default_factory=dict)
    hrefs: Mapping[str, str] = field(default_factory=dict)
    beside: frozenset[str] = frozenset()

    @property
    def stem(self) -> str:
        """Name of its files, less the format."""
        return self.file or self.name


@dataclass(frozen=True)
class Start:
    """A question a stranger comes with, the page that answers it, and the answer in short."""

    question: str
    href: str
    answer: str
