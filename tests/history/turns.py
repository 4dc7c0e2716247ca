"""At which steps the happenings of a subject are asked for, held against what every pair tells.

Must never look at how it is decided: only at what is told where nothing is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from history.combined import LIBRARY
from sigma_audit.ask.exposure import gather
from sigma_audit.report.series import turns
from sigma_audit.snapshot.pair import Pair
from sigma_audit.snapshot.shelf import Shelf

KEYS: Mapping[str, str] = {"member_id": "members", "inode_id": "inodes", "team_id": "teams"}
FACTS, ACCESS = "happenings_of_facts", "happenings_of_access"
TOLD: Mapping[str, str] = {
    FACTS: """
        select distinct key, id from (select unnest([
            {'key': 'member_id', 'id': member_id}, {'key': 'inode_id', 'id': inode_id},
            {'key': 'team_id', 'id': team_id},
            {'key': principal_kind || '_id', 'id': principal_id},
            {'key': 'member_id', 'id': if("column" = 'owner_id', before, null)},
            {'key': 'member_id', 'id': if("column" = 'owner_id', after, null)}
        ], recursive := true)
        from base_change_rows)
    """,
    ACCESS: """
        select distinct key, id from (select unnest([
            {'key': 'member_id', 'id': member_id}, {'key': 'inode_id', 'id': inode_id}
        ], recursive := true)
        from access_changes)
    """,
}
Subject = tuple[str, str]


@dataclass
class Held:
    """Steps of subjects, once a question: all, where something happened, where it is put."""

    steps: int = 0
    happened: int = 0
    asked: int = 0


def listed(files: Sequence[Path]) -> list[Subject]:
    """Give every member, object and team that one of the files lists."""
    found: set[Subject] = set()
    with Shelf(files) as shelf:
        for one in shelf.taken:
            with shelf.standing_at(one):
                for key, relation in KEYS.items():
                    found |= {(key, row[0]) for row in shelf.do(f"select {key} from {relation}")}
    return sorted(found)


def asked_at(shelf: Shelf, subject: Subject) -> dict[str, set[int]]:
    """Give the steps at which each question is put about a subject."""
    key, value = subject
    shelf.lay(shelf.taken)
    if key != "team_id":
        pair: dict[str, str | None] = {"member_id": None, "inode_id": None}
        gather(shelf, LIBRARY, shelf.taken, pair | {key: value})
    return turns(shelf, LIBRARY, shelf.taken, {key: value})


def hold(files: Sequence[Path], subjects: Iterable[Subject]) -> Held:
    """Assert that whatever the pairs tell of these subjects is asked for; gives the counts."""
    held = Held()
    happened: dict[tuple[str, ...], set[int]] = {}
    with Shelf(files) as shelf:
        for step, (earlier, later) in enumerate(pairwise(shelf.taken), 1):
            with Pair(earlier.file, later.file, LIBRARY) as pair:
                for question, text in TOLD.items():
                    for subject in pair.sql(text).rows:
                        happened.setdefault((question, *subject), set()).add(step)
        for subject in subjects:
            steps = asked_at(shelf, subject)
            for question in TOLD:
                told = happened.get((question, *subject), set())
                assert told <= steps[question], (question, subject)
                held.steps += len(shelf.taken) - 1
                held.happened += len(told)
                held.asked += len(steps[question])
    return held


def nothing_unasked(files: Sequence[Path], subjects: Sequence[Subject]) -> Held:
    """Put every question at every step, and assert that none has an answer where it is not put."""
    held = Held()
    with Shelf(files) as shelf:
        steps = {subject: asked_at(shelf, subject) for subject in subjects}
        for step, (earlier, later) in enumerate(pairwise(shelf.taken), 1):
            with Pair(earlier.file, later.file, LIBRARY) as pair:
                for question in (FACTS, ACCESS):
                    query = LIBRARY.query("questions", question)
                    for subject in subjects:
                        told = pair.run(query, dict([subject])).rows
                        is_asked = step in steps[subject][question]
                        assert is_asked or told == [], (question, subject, step)
                        held.steps += 1
                        held.happened += bool(told)
                        held.asked += is_asked
    return held
