"""A working file that asks DuckDB once for each distinct content: thousands of runs in minutes.

What SQL says is a function of the pages and chain states alone, so what it said of the same content
before still holds. Times are the run's fixed clock; what a chain was retried and told in words
steers nothing. `MEMORY` outlives a run. A run in so many goes the real way too, to compare.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, astuple, dataclass, field, replace
from pathlib import Path
from typing import Any

import duckdb

from collect.crawl import FACTS
from sigma_audit.library import Library, Query
from sigma_audit.sigma.answers import GONE
from sigma_audit.snapshot import build
from sigma_audit.snapshot.shape import statements
from sigma_audit.snapshot.working import Chain, Page, Run, Working

Key = tuple[str, str, int]
Rows = dict[str, frozenset[str]]
STEERING = {200, 403, *GONE}  # the only statuses that any SQL asks about
UNREAD = (
    "select endpoint, is_required from coverage "
    "where reading > 0 and is_last and status not in ('complete', 'vanished')"
)


@dataclass(frozen=True)
class Verdict:
    """What the snapshot says of itself, and what it does not share with the undisturbed one."""

    status: str
    shortcomings: frozenset[str]
    unread: frozenset[str]
    moving: bool
    is_admin: bool
    differing: tuple[str, ...]
    told: frozenset[tuple[str, str]]


@dataclass
class Memory:
    """What was asked and answered in all runs so far; `asked` and `built` count DuckDB's share."""

    library: Library
    endpoint_names: tuple[str, ...]
    undisturbed: Rows = field(default_factory=dict)
    relations: dict[tuple[bytes, str], list[dict[str, Any]]] = field(default_factory=dict)
    verdicts: dict[bytes, Verdict] = field(default_factory=dict)
    asked: int = 0
    built: int = 0

    def __post_init__(self) -> None:
        self.connection = duckdb.connect(config={"threads": 1})
        for statement in statements(self.endpoint_names):
            self.connection.execute(statement)
        self.connection.execute("create table meta.integrity (name varchar, found bigint)")
        self.working = Working(Path("remembered.duckdb"), self.connection, self.library)
        typed, model = self.library.queries("typed"), self.library.queries("model")
        self._typed = {query.name: query for query in typed}
        self._ordered = build.build_order(self.connection, [*typed, *model])
        self._needed: dict[str, list[Query]] = {}
        self._held: dict[str, bytes] = {}

    def write(
        self,
        run: Run,
        settings: Mapping[str, str],
        pages: Mapping[Key, Mapping[int, Page]],
        chains: Sequence[Chain],
        probes: Mapping[str, tuple[str, str]],
    ) -> None:
        """Let DuckDB hold this content and no other; what it holds already is left."""
        for table in ("meta.run", "meta.chains", "meta.probes", "meta.settings"):
            self.connection.execute(f"delete from {table}")
        self.connection.execute(
            f"insert into meta.run values ({', '.join('?' * 11)})", list(astuple(run))
        )
        for name, value in settings.items():
            self.connection.execute("insert into meta.settings values (?, ?)", [name, value])
        for endpoint in self.endpoint_names:
            own = [kept[n] for key, kept in pages.items() if key[0] == endpoint for n in kept]
            mark = hashlib.blake2b(repr(own).encode()).digest()
            if self._held.get(endpoint) != mark:
                self.connection.execute(f"delete from raw.{endpoint}")
                self._held[endpoint] = mark
                self._typed_anew(endpoint, own)
        self.working.save([], chains, probes)

    def _typed_anew(self, endpoint: str, pages: list[Page]) -> None:
        self.working.save(pages)
        query = self._typed[endpoint]
        build.create(self.connection, query, "or replace table")

    def relation(self, name: str) -> list[dict[str, Any]]:
        """Ask for the rows of a model relation over what it holds."""
        if name not in self._needed:
            needed = build.needed(self.connection, self.library, name)
            self._needed[name] = [query for query in needed if query.drawer != "typed"]
        return build.answer(self.connection, self._needed[name])

    def verdict(self) -> Verdict:
        """Build every relation over what it holds, and read what they say."""
        self.connection.begin()
        try:
            for query in self._ordered:
                if query.drawer != "typed":
                    build.create(self.connection, query)
            return judged(self)
        finally:
            self.connection.rollback()


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
        self._digest: bytes | None = None

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

    def save(
        self,
        pages: Sequence[Page] = (),
        chains: Sequence[Chain] = (),
        probes: Mapping[str, tuple[str, str]] | None = None,
        starting_over: Iterable[Key] = (),
    ) -> None:
        for key in starting_over:
            self.pages.pop(key, None)
        for page in pages:
            kept = self.pages.setdefault((page.endpoint, page.parent_id, page.reading), {})
            assert page.page_number not in kept, "a page is never written twice"
            kept[page.page_number] = page
        for chain in chains:
            self.states[(chain.endpoint, chain.parent_id, chain.reading)] = chain
        self.probes |= probes or {}
        self._digest = None

    def chains(self) -> list[Chain]:
        return [self.states[key] for key in sorted(self.states)]

    def bodies(self, endpoint: str, parent_id: str, reading: int) -> list[str]:
        kept = self.pages.get((endpoint, parent_id, reading), {})
        return [kept[number].body for number in sorted(kept)]

    def relation(self, name: str) -> list[dict[str, Any]]:
        key = (self.digest(), name)
        if key not in self.memory.relations:
            self.memory.asked += 1
            self._write()
            self.memory.relations[key] = self.memory.relation(name)
        return self.memory.relations[key]

    def verdict(self) -> Verdict:
        """Build every relation, unless the same content has been; compare with the undisturbed."""
        digest, memory = self.digest(), self.memory
        if digest not in memory.verdicts:
            memory.built += 1
            self._write()
            memory.verdicts[digest] = memory.verdict()
        return memory.verdicts[digest]

    def digest(self) -> bytes:
        """Give the content's fingerprint: no retries, no words about what went wrong."""
        if self._digest is None:
            found = hashlib.blake2b()
            for key in sorted(self.states):
                status = self.states[key].http_status
                kept = status if status in STEERING else None
                chain = replace(self.states[key], retries=0, detail="", http_status=kept)
                found.update(repr(chain).encode())
            for key in sorted(self.pages):
                for number in sorted(self.pages[key]):
                    found.update(repr((key, number)).encode())
                    found.update(self.pages[key][number].body.encode())
            found.update(
                repr((sorted(self.probes.items()), self.run.plan, self.asked_beside)).encode()
            )
            self._digest = found.digest()
        return self._digest

    def _write(self) -> None:
        chains = list(self.states.values())
        self.memory.write(self.run, self.asked_beside, self.pages, chains, self.probes)

    def discard(self) -> None:
        pass

    def close(self) -> None:
        pass


def judged(memory: Memory) -> Verdict:
    """Read what a built snapshot says of itself; the first one is what others are compared with."""

    def asked(sql: str) -> list[tuple[Any, ...]]:
        return memory.connection.execute(sql).fetchall()

    facts = {name: frozenset(map(repr, asked(_fact(name)))) for name in FACTS}
    undisturbed = memory.undisturbed or facts
    memory.undisturbed = undisturbed
    unread = asked(UNREAD)
    return Verdict(
        status=str(asked("select status from snapshot_info")[0][0]),
        shortcomings=frozenset(name for name, is_required in unread if is_required),
        unread=frozenset(name for name, _ in unread),
        moving=bool(asked("from moved where is_still_moving")),
        is_admin=bool(asked("from credential where is_admin")),
        differing=tuple(
            f"{name}: {row}" for name in FACTS for row in sorted(facts[name] ^ undisturbed[name])
        ),
        told=frozenset(asked("select kind, endpoint from new_words")),
    )


def _fact(relation: str) -> str:
    """Ask for a relation; a home folder may have been asked for itself, and then has dates."""
    if relation != "inodes":
        return f"from {relation}"
    return (
        "select * replace (if(name = 'My Documents', null, created_at) as created_at, "
        "if(name = 'My Documents', null, updated_at) as updated_at) from inodes"
    )
