"""The end of the demo: what HR says of the quarter, held against its snapshots.

Writes HR's files where they can be looked at, then asks like anyone would. Must never answer from
anything but those files and the snapshots.
"""

from __future__ import annotations

from pathlib import Path

from sigma_audit.cli.offboard import write_report
from sigma_audit.document import Document

FORMATS = ("html", "csv")
WITHIN_HOURS = 24


def write_hr_files(folder: Path) -> dict[str, Path]:
    """Write the lists of leavers, of everyone and of former names; gives their paths by kind."""
    from sigma_audit.emulator.company import company
    from sigma_audit.emulator.company_leavers import aliases_file, leavers_file, roster_file
    from sigma_audit.report.write import replace
    from sigma_audit.snapshot.partial import private_folder

    private_folder(folder)
    texts = {
        "leavers": leavers_file(),
        "aliases": aliases_file(),
        "roster": roster_file(company()),
    }
    return {
        kind: replace(folder / f"{kind}.csv", text.encode("utf-8-sig"))
        for kind, text in texts.items()
    }


def write_offboarding(
    snapshots: list[Path], hr_folder: Path, reports: Path
) -> tuple[Document, list[Path]]:
    """Write HR's files and the report on its leavers; gives the report and its paths."""
    from sigma_audit.library import Library
    from sigma_audit.offboard.answer import leavers_answer, unknown_accounts
    from sigma_audit.offboard.asking import Control, gather, prepared
    from sigma_audit.offboard.lists import read_aliases, read_leavers, read_roster
    from sigma_audit.snapshot.series import find_series

    files = write_hr_files(hr_folder)
    library, series = Library(), find_series(snapshots[-1])
    aliases = read_aliases(files["aliases"])
    roster = read_roster(files["roster"], {})
    unknown = unknown_accounts(series, library, roster, aliases)
    tables = gather(series, library, read_leavers(files["leavers"], {}), aliases)
    control = Control(WITHIN_HOURS)
    with prepared(series, library, tables, control, unknown) as ready:
        result = leavers_answer(ready, library, series, tables, control, unknown)
        command = command_line(files, snapshots[-1])
        return write_report(ready, library, series, result, reports, FORMATS, command)


def command_line(files: dict[str, Path], snapshot: Path) -> str:
    """Compose the command that gives the same answer."""
    options = " ".join(f"--{kind} {path}" for kind, path in files.items())
    return f"sigma-audit offboard {options} --snapshot {snapshot}"
