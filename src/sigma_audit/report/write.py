"""Writes reports into a folder: written aside, then renamed, with an index that binds the run.

A half-written report must never exist under its final name, and no name from an organisation ever
becomes part of a path: file names are slugs.
"""

from __future__ import annotations

import contextlib
import os
import re
import shlex
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from dataclasses import replace as with_changes
from datetime import date
from pathlib import Path

from sigma_audit.ask.what_if import WhatIf
from sigma_audit.document import Document, Start
from sigma_audit.errors import ConfigError, StorageError
from sigma_audit.library import Library
from sigma_audit.render import EXPORTS, FILE_FORMATS, file_name, render
from sigma_audit.report import catalog
from sigma_audit.report.run import Inputs, run_report
from sigma_audit.report.series import SeriesSource, lay_series
from sigma_audit.report.series import command_line as series_command
from sigma_audit.snapshot.partial import PRIVATE_FILE, private_folder

_PART = re.compile(r"(^|-)[0-9a-f]{10}\.html$")
PAGES = 500  # pages of a report's parts, a person each, unless asked otherwise


@dataclass(frozen=True)
class Dossier:
    """One more report of a run, about one member or object.

    `question` leads a stranger to it; with a `place` on its page what changed answers it.
    """

    name: str
    params: Mapping[str, str]
    question: str = ""
    place: str = ""


def write_reports(
    names: Sequence[str],
    snapshot_path: Path,
    before_path: Path | None,
    formats: Sequence[str],
    out_dir: Path,
    params: Mapping[str, str],
    library: Library,
    raw: bool = False,
    further: Sequence[Document] = (),
    *,
    dossiers: Sequence[Dossier] = (),
    as_of: date | None = None,
    pages: int = PAGES,
    what_if: WhatIf | None = None,
    series: SeriesSource | None = None,
    chosen_by: Mapping[str, object] | None = None,
) -> list[Path]:
    """Answer and write reports, all that can be run when none is named; gives the files' paths.

    `further` are documents that commands have written into the folder, for the index alone, which
    links each document's own formats; of
    a report whose parts have pages of their own, at most `pages` are written, and it says so.
    With `what_if` the later snapshot, never the earlier, is read as if that were so.

    NotFound names what there is; ConfigError for a format, a parameter no report has, or a report
    that needs `before_path`. With HTML among the formats, `index.html` is the last path.
    """
    if strangers := [form for form in formats if form not in FILE_FORMATS]:
        raise ConfigError(
            f"there is no format {strangers[0]!r}", f"there are: {', '.join(FILE_FORMATS)}"
        )
    chosen = _chosen(names, library, before_path is not None, series)
    _refuse_exports(chosen, dossiers, formats, library)
    declared = {name: {param.name for param in report.params} for name, report in chosen.items()}
    if unknown := sorted(params.keys() - set().union(*declared.values())):
        raise ConfigError(
            f"no report chosen has a parameter {', '.join(unknown)}",
            "sigma-audit report explain NAME shows the parameters of a report",
        )
    asked: list[tuple[str, Mapping[str, str], Dossier | None]] = [
        (one.name, one.params, one) for one in dossiers
    ]
    asked += [
        (name, {key: value for key, value in params.items() if key in declared[name]}, None)
        for name in chosen
    ]
    written: list[Path] = []
    documents: list[Document] = []
    starts: list[Start] = []
    hrefs: dict[str, str] = {}
    with ExitStack() as stack:
        inputs = Inputs.open(stack, snapshot_path, before_path, library, what_if)
        inputs = with_changes(inputs, facts={"chosen": chosen_by} if chosen_by else {})
        for name, own, dossier in asked:
            asking, report = inputs, chosen.get(name)
            command = command_line(name, snapshot_path, before_path, own, as_of, what_if)
            if report is not None and report.needs == "series" and series is not None:
                if what_if:
                    raise ConfigError(
                        f"{name} tells what was, and something is supposed", "leave one of them out"
                    )
                asking = lay_series(stack, series, snapshot_path, library, report, own)
                command = series_command(name, series, asking, own)
            document = run_report(asking, library, name, own, command, as_of, formats)
            document = with_changes(document, beside=frozenset(chosen) - {name})
            document = _placed(document, dossier, hrefs, pages if "html" in formats else 0)
            if dossier is not None:
                href = f"{document.stem}.html"
                hrefs[document.subject_id] = href
                if dossier.question:
                    said = _changes(document) if dossier.place else document.answer
                    starts.append(Start(dossier.question, href + dossier.place, said))
            documents.append(with_changes(document, formats=tuple(formats)))
            written += write_document(documents[-1], formats, out_dir, raw)
    if "html" in formats:
        from sigma_audit.render.to_html import index_page

        whole = (*documents, *further)
        starts += [
            Start(one.start, f"{one.stem}.html", one.answer) for one in reversed(whole) if one.start
        ]
        written.append(replace(out_dir / "index.html", index_page(whole, starts)))
    return written


def _changes(document: Document) -> str:
    """Give what changed, in its first sentences; the answer where nothing did or none is known."""
    rows = document.changed.records() if document.changed is not None else []
    told = [str(row["reason"]) for row in rows if not row["is_folded"]]
    return " ".join(told[:3]) or document.answer


def _refuse_exports(
    chosen: Mapping[str, catalog.Report],
    dossiers: Sequence[Dossier],
    formats: Sequence[str],
    library: Library,
) -> None:
    """Stop at a format that one of the reports does not have; ConfigError names who has it."""
    for form in (form for form in formats if form in EXPORTS):
        without = [one.name for one in dossiers]
        without += [name for name, report in chosen.items() if form not in report.formats]
        if without:
            found = catalog.catalog(library).values()
            having = ", ".join(report.name for report in found if form in report.formats)
            raise ConfigError(
                f"{without[0]} cannot be written as {form}",
                f"sigma-audit report run NAME --format {form}, where NAME is: {having}",
            )


def _placed(
    document: Document, dossier: Dossier | None, hrefs: Mapping[str, str], pages: int
) -> Document:
    """Give a document its place in the run: its file's name, whom it links to, how many pages."""
    part = document.pages and with_changes(document.pages, limit=pages)
    file = "" if dossier is None else dossier_file(document)
    return with_changes(document, pages=part, file=file, hrefs=dict(hrefs))


def dossier_file(document: Document) -> str:
    """Name the file of one dossier among several: letters of its title, and a digest of the id."""
    from sigma_audit.render.paged import file_name

    named = file_name(document.name, document.title, document.subject_id)
    return named.replace("/", "-").removesuffix(".html")


def write_document(
    document: Document, formats: Sequence[str], out_dir: Path, raw: bool = False
) -> list[Path]:
    """Write one document in each format; with HTML, the pages of its parts into a folder."""
    if "pdf" in formats:
        from sigma_audit.render.to_pdf import refuse_long

        refuse_long(document)
    private_folder(out_dir)  # not before: what cannot be answered leaves no empty folder
    # A CSV has room for the facts on its rows alone: the file beside it states them all.
    beside = ["facts"] if {"csv", "vanta-csv"} & set(formats) else []
    document = with_changes(document, formats=(*formats, *beside))
    paths = [
        replace(out_dir / file_name(document.stem, form), render(document, form, raw))
        for form in (*formats, *beside)
    ]
    if "html" in formats and document.pages is not None:
        from sigma_audit.render.to_html import part_pages

        folder = out_dir / document.stem
        private_folder(folder)
        own = [replace(out_dir / file, body) for file, body in part_pages(document)]
        # A page of an earlier run would tell of somebody as if they were in this one.
        for left in set(folder.glob("*.html")) - set(own):
            if _PART.search(left.name):
                left.unlink()
        paths += own
    return paths


def _chosen(
    names: Sequence[str], library: Library, is_pair: bool, series: SeriesSource | None
) -> dict[str, catalog.Report]:
    """Give the reports named, else all that can be run; ConfigError for one that cannot."""
    if not names:
        return {
            name: report
            for name, report in catalog.catalog(library).items()
            if not report.about
            and (
                report.needs == "snapshot"
                or (report.needs == "pair" and is_pair)
                or (report.needs == "series" and series is not None and series.since is not None)
            )
        }
    chosen = {name: catalog.find(library, name) for name in names}
    for name, report in chosen.items():
        if report.needs in catalog.OF_COMMANDS and (report.needs != "series" or series is None):
            what, command = catalog.OF_COMMANDS[report.needs]
            raise ConfigError(f"{name} needs {what}", f"{command} makes it")
    return chosen


def command_line(
    name: str,
    snapshot: Path,
    before: Path | None,
    params: Mapping[str, str],
    as_of: date | None = None,
    what_if: WhatIf | None = None,
) -> str:
    """Compose the command that makes a report again from the same file."""
    words = ["sigma-audit", "report", "run", name, "--snapshot", snapshot.name]
    if before is not None:
        words += ["--before", before.name]
    if as_of is not None:
        words += ["--as-of", as_of.isoformat()]
    for key, value in sorted(params.items()):
        words += ["-p", f"{key}={value}"]
    return shlex.join([*words, *(what_if.words if what_if else [])])


def replace(path: Path, body: bytes) -> Path:
    """Write a file aside, readable by its owner only, and put it in place at once; StorageError."""
    aside = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        aside.touch(PRIVATE_FILE)
        aside.write_bytes(body)
        aside.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            aside.unlink()
        raise StorageError(
            f"cannot write {path}: {error.strerror}", "choose another folder with --out"
        ) from error
    return path
