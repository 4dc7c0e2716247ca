"""Who sees data through documents, held against plain loops on random small organisations."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import oracle
from ask.test_what_if import LIBRARY
from sigma_audit.ask.indirect import indirect_access
from sigma_audit.snapshot.store import Snapshot
from world_facts import as_facts
from worlds import World

SEED, WORLDS = 11, 4
KINDS = ("workbook", "report", "data_model", "dataset")
Source = tuple[str, str]
"""table, document or sql; of SQL, the connection it runs on."""


class Maze:
    """Documents that draw on tables, on each other, in circles too, and on SQL."""

    def __init__(self, seed: int) -> None:
        dice = random.Random(seed)
        self.world = world = World(name=f"maze{seed}", extras=("sources",))
        kinds = ["View", "Build", "Admin", "Build", "No such type"]
        people = [
            world.member(f"M{at}", kinds[at], archived=dice.random() < 0.15) for at in range(5)
        ]
        team = world.team("Team", *dice.sample(people, 2))
        self.oauth = {
            world.connection(name, useOauth=flag): flag
            for name, flag in (("A", False), ("B", True))
        }
        tables = []
        for connection in self.oauth:
            for names in (("DB",), ("DB", "S"), ("DB", "S", "T"), ("DB", "S", "U")):
                place = world.path(connection, *names)
                tables += [place] if len(names) == 3 else []
        space = world.workspace("Space")
        documents = [
            (world.document(kind, f"{kind} {at}", space, dice.choice([*people, None])), kind)
            for kind in KINDS
            for at in range(2)
        ]
        for place in [*tables, *self.oauth, *world.paths]:
            if dice.random() < 0.3:
                world.grant(place, "usage", member=dice.choice(people))
        for document, _ in documents:
            for _ in range(dice.randint(0, 2)):
                whom = {"team": team} if dice.random() < 0.3 else {"member": dice.choice(people)}
                world.grant(document, dice.choice(["view", "edit"]), **whom)
        self.draws: dict[str, list[Source]] = {}
        models = [document for document, kind in documents if kind in ("data_model", "dataset")]
        for document, kind in documents:
            drawn = [("table", table) for table in tables if dice.random() < 0.25]
            if kind != "dataset":  # the API shows tables alone of a dataset
                drawn += [("document", model) for model in models if dice.random() < 0.25]
                if dice.random() < 0.2:
                    drawn.append(("sql", dice.choice(list(self.oauth))))
            self.draws[document] = drawn
            entries = [self._entry(document, dict(documents), one) for one in drawn]
            world.answers[f"{kind}_sources", document] = entries

    @staticmethod
    def _entry(document: str, kinds: dict[str, str], source: Source) -> dict[str, str]:
        form, what = source
        if form == "table":
            return {"type": "table", "tableId": what, "inodeId": what}
        if form == "sql":
            return {"type": "custom-sql", "customSqlId": f"q {document}", "connectionId": what}
        if kinds[what] == "dataset":
            return {"type": "dataset", "inodeId": what, "datasetId": what}
        return {"type": "data-model", "dataModelId": what}


def drawn_on(maze: Maze, document: str, through: tuple[str, ...] = ()) -> Iterator[Source]:
    """Tables and SQL that a document draws on, however far."""
    for form, what in maze.draws[document]:
        if form != "document":
            yield form, what
        elif what not in (*through, document):
            yield from drawn_on(maze, what, (*through, document))


def expected(maze: Maze, asked: str) -> dict[tuple[str, str], str]:
    """What opening each document shows of the data at and beneath one inode, and to whom."""
    facts = as_facts(maze.world)
    access = oracle.access(facts, oracle.paths(facts))
    found: dict[tuple[str, str], str] = {}
    for document in maze.draws:
        shown: set[str] = set()
        for form, what in drawn_on(maze, document):
            above = oracle.climb(facts, what)
            if maze.oauth[above[-1]]:
                continue
            if form == "sql" and what in {asked, *oracle.climb(facts, asked)}:
                shown.add("not_known")
            if form == "table" and asked in above:
                shown.add(by_owner(maze, facts, access, document, what))
        for member, inode in access:
            if inode == document and shown and access[member, inode].effective is not None:
                best = next(one for one in ("yes", "not_known", "no") if one in shown)
                found[member, document] = best
    return found


def by_owner(
    maze: Maze,
    facts: oracle.World,
    access: dict[tuple[str, str], oracle.Access],
    document: str,
    table: str,
) -> str:
    """The owner's rights decide: an active Admin's on everything; of no owner nothing is known."""
    owner = facts["inodes"][document]["owner"]
    if owner is None:
        return "not_known"
    member = facts["members"][owner]
    if member["account_type"] == "Admin" and member["status"] == "active":
        return "yes"
    usable = access.get((owner, table))
    return "yes" if usable is not None and usable.effective is not None else "no"


def test_what_is_seen_through_documents_is_what_plain_loops_find(tmp_path: Path) -> None:
    told: dict[str, int] = {}
    for seed in range(SEED, SEED + WORLDS):
        maze = Maze(seed)
        with Snapshot.open(maze.world.seal(tmp_path)) as snapshot:
            for asked in [*maze.world.paths, *maze.oauth]:
                rows = indirect_access(snapshot, LIBRARY, asked).records()
                found = {(row["member_id"], row["document_id"]): row["sees"] for row in rows}
                wanted = expected(maze, asked)
                assert found == wanted, (seed, asked)
                for sees in wanted.values():
                    told[sees] = told.get(sees, 0) + 1
    assert min(told[sees] for sees in ("yes", "not_known", "no")) >= 5, told
