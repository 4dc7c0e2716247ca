"""The end of the demo: what the company has written down as policy, put to its last snapshot.

Writes its files where they can be looked at, then asks like anyone would. Must never answer from
anything but those files and the snapshots.
"""

from __future__ import annotations

from pathlib import Path

from sigma_audit.cli.check_report import write_report
from sigma_audit.document import Document

FORMATS = ("html", "csv")


def write_policy_files(folder: Path) -> dict[str, Path]:
    """Write the declared policies and the audit log's export; gives their paths by kind."""
    from sigma_audit.emulator.company import company
    from sigma_audit.emulator.company_policies import DECLARED, audit_log_file
    from sigma_audit.report.write import replace
    from sigma_audit.snapshot.partial import private_folder

    private_folder(folder)
    files = {
        kind: replace(folder / f"{kind}.toml", text.encode()) for kind, text in DECLARED.items()
    }
    log = audit_log_file(company()).encode()
    return files | {"audit_log": replace(folder / "audit_log.csv", log)}


def write_policies(
    first: Path, last: Path, policy_folder: Path, reports: Path
) -> tuple[Document, list[Path]]:
    """Write the policy files and the report on what they find in the snapshot."""
    from sigma_audit.check import waivers
    from sigma_audit.check.inputs import Files, tables
    from sigma_audit.check.policies import chosen, policies
    from sigma_audit.check.report import tables as laid
    from sigma_audit.check.run import findings, judged
    from sigma_audit.library import Library
    from sigma_audit.snapshot.store import Snapshot

    library = Library()
    given = write_policy_files(policy_folder)
    exceptions = waivers.load(given["waivers"], policies(library))
    files = Files(given["sensitive"], given["duties"], given["sentinels"], given["audit_log"])
    checks = chosen(library, ())
    with Snapshot({"snapshot": last}, inputs=tables(files, library)) as snapshot:
        as_of = snapshot.info()["taken_at"].date()
        rows = judged(findings(snapshot, library, checks), exceptions, as_of, snapshot, library)
    beside = laid(library, checks, {}, rows, rows, exceptions, files)
    command = command_line(given, first, last, reports)
    return write_report(last, library, beside, reports, FORMATS, command, before=first)


def command_line(files: dict[str, Path], before: Path, snapshot: Path, reports: Path) -> str:
    """Compose the command that asks the same."""
    options = " ".join(f"--{kind.replace('_', '-')} {path}" for kind, path in files.items())
    return f"sigma-audit check {options} --before {before} --snapshot {snapshot} --out {reports}"
