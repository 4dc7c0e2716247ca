"""Writes reports into a folder: written aside, then renamed, with an index that binds the run.

A half-written report must never exist under its final name, and no name from an organisation ever
becomes part of a path: file names are slugs.
"""

from __future__ import annotations

import contextlib
import os
import shlex
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from sigma_audit.errors import ConfigError, StorageError
from sigma_audit.library import Library
from sigma_audit.render import FILE_FORMATS, render
from sigma_audit.report import catalog
from sigma_audit.report.run import Inputs, run_report
from sigma_audit.result import Document
from sigma_audit.snapshot.working import PRIVATE_FILE, private_folder


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
) -> list[Path]:
    """Answer and write reports, all that can be run when none is named; gives the files' paths.

    `further` are documents that commands have written into the folder, for the index alone.

    NotFound names what there is; ConfigError for a format, a parameter no report has, or a report
    that needs `before_path`. With HTML among the formats, `index.html` is the last path.
    """
    if strangers := [form for form in formats if form not in FILE_FORMATS]:
        raise ConfigError(
            f"there is no format {strangers[0]!r}", f"there are: {', '.join(FILE_FORMATS)}"
        )
    chosen = _chosen(names, library, before_path is not None)
    declared = {
        name: {param.name for param in report.query.params} for name, report in chosen.items()
    }
    if unknown := sorted(params.keys() - set().union(*declared.values())):
        raise ConfigError(
            f"no report chosen has a parameter {', '.join(unknown)}",
            "sigma-audit report explain NAME shows the parameters of a report",
        )
    private_folder(out_dir)
    written: list[Path] = []
    documents: list[Document] = []
    with ExitStack() as stack:
        inputs = Inputs.open(stack, snapshot_path, before_path, library)
        for name in chosen:
            own = {key: value for key, value in params.items() if key in declared[name]}
            command = command_line(name, snapshot_path, before_path, own)
            document = run_report(inputs, library, name, own, command)
            for form in formats:
                path = out_dir / f"{name}.{form}"
                written.append(replace(path, render(document, form, raw)))
            documents.append(document)
    if "html" in formats:
        from sigma_audit.render.to_html import index_page

        written.append(replace(out_dir / "index.html", index_page((*documents, *further), formats)))
    return written


def _chosen(names: Sequence[str], library: Library, is_pair: bool) -> dict[str, catalog.Report]:
    """Give the reports named, else all that can be run; ConfigError for one that cannot."""
    if not names:
        return {
            name: report
            for name, report in catalog.catalog(library).items()
            if report.needs == "snapshot" or (report.needs == "pair" and is_pair)
        }
    chosen = {name: catalog.find(library, name) for name in names}
    for name, report in chosen.items():
        if report.needs in catalog.OF_COMMANDS:
            what, command = catalog.OF_COMMANDS[report.needs]
            raise ConfigError(f"{name} needs {what}", f"{command} makes it")
    return chosen


def command_line(name: str, snapshot: Path, before: Path | None, params: Mapping[str, str]) -> str:
    """Compose the command that makes a report again from the same file."""
    words = ["sigma-audit", "report", "run", name, "--snapshot", snapshot.name]
    if before is not None:
        words += ["--before", before.name]
    for key, value in sorted(params.items()):
        words += ["-p", f"{key}={value}"]
    return shlex.join(words)


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
