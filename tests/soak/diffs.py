"""What diffs must never do, at length: `python tests/soak/diffs.py [--seeds N --record]`.

Every single chain left out of one snapshot, on either side: nothing false may be claimed. Draws of
changes, and every month of the scripted year: undoing the causes of a row undoes it. Draws at three
moments: diffs compose and mirror, and counts told once a cause are those of the rows. Series of
days: where a timeline does not ask, nothing happened. `--record`
keeps the figures of the parts that were run in `tests/soak/diffs.md`. Stopped early (Ctrl-C, or
SIGTERM), it says, and records, what was finished until then.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import platform
import re
import signal
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from history.cases import drawn_cases, still_there  # noqa: E402
from history.days import drawn_days  # noqa: E402
from history.gaps import chains_of, missing_earlier, missing_later, whole_worlds  # noqa: E402
from history.laws import laws_hold  # noqa: E402
from history.staged import ACCESS, differs, staged, undoing_leaves  # noqa: E402
from history.turns import listed, nothing_unasked  # noqa: E402
from scripted_year import sealed_year  # noqa: E402
from sigma_audit.emulator.company import company  # noqa: E402
from sigma_audit.emulator.year import YEAR  # noqa: E402

PARTS = {
    "chains": "every single missing chain",
    "causes": "causes undone",
    "year": "the scripted year undone",
    "laws": "laws",
    "turns": "neighbours that are not asked",
}
SAID = {
    "chains": "{asked:,} chains left out one at a time, on the earlier and the later side, each "
    "compared both ways with a whole snapshot, {truth:,} changes in all: nothing false; "
    "{unsure:,} rows said not to be known.",
    "causes": "{draws:,} draws of six changes: {rows:,} rows of effective access in {cases:,} sets "
    "of causes ({several:,} of several changes together); undoing them undid every row.",
    "year": "{months} months: {rows:,} rows of effective access in {cases:,} sets of causes; "
    "undoing them undid every row.",
    "laws": "{organisations:,} organisations at three moments: {touched:,} things changed, "
    "{both:,} of them twice; diffs composed, mirrored, were empty against themselves, and every "
    "count told once a cause was that of its rows.",
    "turns": "{series:,} series of days, of most of which some answer is missing, and {years} of "
    "the scripted year (seed 0): {steps:,} questions of what happened, each about one subject "
    "between two neighbours; timelines put {asked:,} of them, {happened:,} have an answer, and "
    "none that they do not put.",
}


def every_chain(seed: int, folder: Path) -> Counter[str]:
    """Leave out each chain in turn, earlier and later; gives what was counted."""
    whole = whole_worlds(folder, [seed * 10 + 1])
    asked = unsure = 0
    for chains, missing in (
        (chains_of(whole.later), missing_later),
        (chains_of(whole.earlier), missing_earlier),
    ):
        for chain in chains:
            with tempfile.TemporaryDirectory() as own:
                unsure += missing(whole, chain, Path(own))
            asked += 1
    return Counter(asked=asked, truth=len(whole.truth), unsure=unsure)


def causes(seed: int, folder: Path) -> Counter[str]:
    """Undo every set of causes of many draws; gives what was counted."""
    batches, cases, rows, several = 3, 0, 0, 0
    for batch in range(batches):
        first = seed * 10_000 + batch * 40
        with tempfile.TemporaryDirectory(dir=folder) as own:
            found = drawn_cases(Path(own), range(first, first + 40))
            assert all(case.causes for case in found.values())
            left = still_there(Path(own), found)
        assert not left, left[0]
        cases += len(found)
        rows += sum(len(case.rows) for case in found.values())
        several += sum(len(case.causes) > 1 for case in found.values())
    return Counter(draws=batches * 40, rows=rows, cases=cases, several=several)


def year(_: int, folder: Path) -> Counter[str]:
    """Undo every set of causes of every month of the scripted year; gives what was counted."""
    rows, sets = 0, 0
    stages = staged(company(is_small=True), YEAR, folder)
    for stage in stages:
        known = [r for r in stage.rows if r["entity"] == ACCESS and r["change"] != "not_known"]
        left = undoing_leaves(stage.rows, stage.before, stage.after, differs)
        assert not left, (stage.batch.slug, left[0])
        assert all(row["cause_ids"] for row in known), stage.batch.slug
        rows += len(known)
        sets += len({tuple(row["cause_ids"]) for row in known})
    return Counter(months=len(stages), rows=rows, cases=sets)


def laws(seed: int, folder: Path) -> Counter[str]:
    """Hold many draws at three moments to the laws; gives what was counted."""
    batches, touched, both = 4, 0, 0
    for batch in range(batches):
        with tempfile.TemporaryDirectory(dir=folder) as own:
            found = laws_hold(Path(own), seed * 1_000 + batch, universes=20)
        touched += found.touched
        both += found.in_both
    return Counter(organisations=batches * 20, touched=touched, both=both)


def turns(seed: int, folder: Path) -> Counter[str]:
    """Ask every pair of neighbours about every subject; gives what was counted.

    Seed 0 is the scripted year: nothing is drawn of it.
    """
    files = drawn_days(folder, seed, 7)[0] if seed else sealed_year(folder).files
    held = nothing_unasked(files, listed(files))
    told = {"steps": held.steps, "asked": held.asked, "happened": held.happened}
    return Counter(series=int(seed > 0), years=int(seed == 0), **told)


def main() -> None:
    """Do the parts that were asked for and say, or record, what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seeds", type=int, default=1, help="how many, from --seed on")
    parser.add_argument("--only", choices=list(PARTS), action="append")
    parser.add_argument("--record", action="store_true")
    given = parser.parse_args()
    todo: dict[str, Callable[[int, Path], Counter[str]]] = {
        "chains": every_chain, "causes": causes, "year": year, "laws": laws,
        "turns": turns,
    }  # fmt: skip
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    counted: dict[str, Counter[str]] = {name: Counter() for name in given.only or PARTS}
    done: dict[str, int] = dict.fromkeys(counted, 0)
    with contextlib.suppress(KeyboardInterrupt):
        for seed in range(given.seed, given.seed + given.seeds):
            for name in counted:
                if name == "year" and done[name]:
                    continue  # nothing is drawn of the year
                with tempfile.TemporaryDirectory() as folder:
                    counted[name] += todo[name](seed, Path(folder))
                done[name] += 1
                sys.stdout.write(f"Seed {seed}, {PARTS[name]}: {dict(counted[name])}\n")
                sys.stdout.flush()
    for name, seeds in done.items():
        if not seeds:
            continue
        line = SAID[name].format_map(defaultdict(int, counted[name]))
        sys.stdout.write(line + "\n")
        if given.record:
            last = given.seed + seeds - 1
            which = f"Seed {last}" if seeds == 1 else f"Seeds {given.seed} to {last}"
            _record(name, f"{line} {which}.")


def _record(name: str, line: str) -> None:
    """Put a part's figures into the record; those of the others stay."""
    file = Path(__file__).with_suffix(".md")
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    kept = dict(re.findall(r"^- \*\*(.+?)\*\*: (.+)$", text, re.MULTILINE)) | {PARTS[name]: line}
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    said = [f"- **{part}**: {kept[part]}" for part in PARTS.values() if part in kept]
    head = [
        "# What diffs must never do, at length",
        "",
        f"`python tests/soak/diffs.py`, {machine}.",
    ]
    file.write_text("\n".join([*head, "", *said, ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
