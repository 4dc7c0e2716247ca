"""A working file that keeps pages in memory and asks DuckDB only for what it never saw.

What SQL says is a function of the pages and chain states alone (`versions.py`). Times are the run's
fixed clock; what a chain was retried and told in words steers nothing. A `Memory` outlives a run.
A run of the gate's goes the real way too, to compare.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, astuple, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from collect.crawl import FACTS
from collect.versions import Mark, Rows, State, Versions, mark_of
from sigma_audit.library import Library
from sigma_audit.sigma.answers import GONE
from sigma_audit.snapshot.partial import Run
from sigma_audit.snapshot.saving import Chain, Page
from sigma_audit.snapshot.shape import statements
from sigma_audit.snapshot.working import Working

Key = tuple[str, str, int]
STEERING = {200, 403, *GONE}  # the only statuses that any SQL asks about
ANSWERED = datetime(2026, 6, 1, 12, 0)  # what every run says of its last answer
MOST_TOLD = 20  # rows that a verdict keeps of what differs
UNREAD = (
    "select endpoint, is_required from coverage "
    "where reading > 0 and is_last and status not in ('complete', 'vanished')"
)


@dataclass(frozen=True)
class Verdict:
    """What the snapshot says of itself, and what it does not share with the undisturbed one.

    `differing` holds the first rows that differ, those that do not speak of `DELETED` before all.
    """

    status: str
    shortcomings: frozenset[str]
    unread: frozenset[str]
    moving: bool
    is_admin: bool
    differing: tuple[str, ...]
    told: frozenset[tuple[str, str]]


@dataclass
class Memory:
    """What was asked and answered in all runs so far.

    `deleted` is the id of what a fault deletes; `is_offering_grants`: each grant may be seen in one
    list or object by object, whichever answers.
    """

    library: Library
    endpoint_names: tuple[str, ...]
    deleted: str = ""
    is_offering_grants: bool = False
    undisturbed: State | None = None
    verdicts: dict[tuple[Mark, ...], Verdict] = field(default_factory=dict)

    def __post_init__(self) -> None:
        connection = duckdb.connect(config={"threads": 1})
        self.versions = Versions(connection, self.library)
        for statement in statements(self.endpoint_names):
            connection.execute(statement)
        connection.execute(
            "create table meta.integrity (name varchar, purpose varchar, found bigint)"
        )
        self.base = [
            f"{schema}.{table}"
            for schema, table in connection.execute(
                "select schema_name, table_name from duckdb_tables() "
                "where schema_name in ('raw', 'meta')"
            ).fetchall()
        ]
        for name in self.base:
            self.versions.take_over(name)

    def kept(self) -> tuple[Any, ...]:
        """Give what is worth keeping for a later process."""
        versions = self.versions
        return self.library.digest(), self.verdicts, versions.outcomes, versions.answers

    def recall(self, kept: tuple[Any, ...]) -> None:
        """Take what an earlier process kept, where it asked with the same SQL."""
        if kept[0] == self.library.digest():
            _, self.verdicts, self.versions.outcomes, self.versions.answers = kept


class Remembered(Working):
    """Keeps pages and chains in dictionaries; DuckDB is asked where memory does not know."""

    memory: Memory

    def __init__(self, run: Run, settings: Mapping[str, str]) -> None:
        self.final = Path("remembered.duckdb")
        self.run = run
        self.asked_beside = dict(settings)
        self.pages: dict[Key, dict[int, Page]] = {}
        self.states: dict[Key, Chain] = {}
        self.probes: dict[str, tuple[str, str]] = {}
        self._marks: dict[str, Mark] = {}
        self._state: State | None = None

    @classmethod
    def create(
        cls,
        final: Path,
        run: Run,
        endpoint_names: Iterable[str],
        library: Library,
        settings: Mapping[str, str] | None = None,
    ) -> Working:
        return cls(run, settings or {})

    def run_facts(self) -> dict[str, Any]:
        return asdict(self.run)

    def settings(self) -> dict[str, str]:
        return self.asked_beside

    def update_run(self, **facts: object) -> None:
        self.run = replace(self.run, **facts)  # type: ignore[arg-type]
        self._changed("meta.run")

    def _changed(self, *names: str) -> None:
        for name in names:
            self._marks.pop(name, None)
        self._state = None

    def save(
        self,
        pages: Sequence[Page] = (),
        chains: Sequence[Chain] = (),
        probes: Mapping[str, tuple[str, str]] | None = None,
        starting_over: Iterable[Key] = (),
    ) -> None:
        starting_over = list(starting_over)
        for key in starting_over:
            self.pages.pop(key, None)
        for page in pages:
            kept = self.pages.setdefault((page.endpoint, page.parent_id, page.reading), {})
            assert page.page_number not in kept, "a page is never written twice"
            kept[page.page_number] = page
        for chain in chains:
            self.states[(chain.endpoint, chain.parent_id, chain.reading)] = chain
        self.probes |= probes or {}
        changed = [f"raw.{page.endpoint}" for page in pages]
        self._changed(*changed, *(f"raw.{key[0]}" for key in starting_over))
        if chains:
            self._changed("meta.chains")
        if probes:
            self._changed("meta.probes")

    def chains(self, endpoints: Sequence[str] = (), statuses: Sequence[str] = ()) -> list[Chain]:
        return [
            chain
            for _, chain in sorted(self.states.items())
            if (not endpoints or chain.endpoint in endpoints)
            and (not statuses or chain.status in statuses)
        ]

    def bodies(self, endpoint: str, parent_id: str, reading: int, after: int = 0) -> list[str]:
        kept = self.pages.get((endpoint, parent_id, reading), {})
        return [kept[number].body for number in sorted(kept) if number > after]

    def is_small(self) -> bool:
        return False  # nothing goes on beside anything here

    def seen(self, name: str) -> None:
        return None  # what is remembered is as good as new

    def relation(self, name: str, *, is_beside: bool = False) -> list[dict[str, Any]]:
        versions, state = self.memory.versions, self.state()
        names = versions.columns(f"main.{name}", state)
        rows = versions.ask(f"from main.{name} order by all", [f"main.{name}"], state)
        return [dict(zip(names, row, strict=True)) for row in rows]

    def verdict(self) -> Verdict:
        """Ask every relation that is compared, unless the same content has been judged."""
        state, memory = self.state(), self.memory
        key = tuple(state.base[name] for name in memory.base)
        if key not in memory.verdicts:
            memory.verdicts[key] = judged(memory, state)
        return memory.verdicts[key]

    def state(self) -> State:
        """Give the content as it is now: no retries, no words about what went wrong."""
        if self._state is None:
            for name in self.memory.base:
                if name not in self._marks:
                    self._marks[name] = mark_of(name, self._rows(name))
            self._state = State(dict(self._marks), self._rows)
        return self._state

    def _rows(self, name: str) -> Rows:
        schema, _, table = name.partition(".")
        if schema == "raw":
            return [
                astuple(page)[1:]
                for key, kept in self.pages.items()
                if key[0] == table
                for page in kept.values()
            ]
        if table == "chains":
            return [astuple(_canonical(chain)) for chain in self.states.values()]
        if table == "run":
            taken_at = self.run.taken_at and ANSWERED
            return [astuple(replace(self.run, snapshot_id="remembered", taken_at=taken_at))]
        if table == "probes":
            return [(question, *found) for question, found in self.probes.items()]
        return list(self.asked_beside.items()) if table == "settings" else []

    def discard(self) -> None:
        pass

    def close(self) -> None:
        pass


def _canonical(chain: Chain) -> Chain:
    status = chain.http_status if chain.http_status in STEERING else None
    return replace(chain, retries=0, detail="", http_status=status)


def judged(memory: Memory, state: State) -> Verdict:
    """Read what a snapshot says of itself; the first one is what others are compared with."""

    def asked(sql: str, name: str) -> Rows:
        return memory.versions.ask(sql, [f"main.{name}"], state)

    undisturbed = memory.undisturbed = memory.undisturbed or state
    unread = asked(UNREAD, "coverage")
    differing = [row for name in FACTS for row in _between(memory, name, state, undisturbed)]
    return Verdict(
        status=str(asked("select status from snapshot_info", "snapshot_info")[0][0]),
        shortcomings=frozenset(name for name, is_required in unread if is_required),
        unread=frozenset(name for name, _ in unread),
        moving=bool(asked("from moved where is_still_moving", "moved")),
        is_admin=bool(asked("from credential where is_admin", "credential")),
        differing=tuple(sorted(differing, key=lambda row: memory.deleted in row)[:MOST_TOLD]),
        told=frozenset(asked("select kind, endpoint from new_words", "new_words")),
    )


def _between(memory: Memory, name: str, state: State, undisturbed: State) -> list[str]:
    """Give the rows of a relation that one of two states has and the other lacks."""
    versions, sql, relation = memory.versions, _fact(memory, name), f"main.{name}"
    if versions.mark(relation, state) == versions.mark(relation, undisturbed):
        return []
    sides = [set(map(repr, versions.ask(sql, [relation], one))) for one in (state, undisturbed)]
    return [f"{name}: {row}" for row in sorted(sides[0] ^ sides[1])]


def _fact(memory: Memory, relation: str) -> str:
    """Ask for a relation; a home folder may have been asked for itself, and then has dates."""
    if relation == "grants" and memory.is_offering_grants:
        return "select * exclude (seen_by) from grants"
    if relation != "inodes":
        return f"from {relation}"
    return (
        "select * replace (if(name = 'My Documents', null, created_at) as created_at, "
        "if(name = 'My Documents', null, updated_at) as updated_at) from inodes"
    )
