"""What is asked when: nothing waits that need not, and first comes what the file would say."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from collect.crawl import differences, emulated, settings, small_org, take
from sigma_audit.collect import beside
from sigma_audit.collect.desk import Key
from sigma_audit.collect.endpoints import ENDPOINTS
from sigma_audit.collect.phases import OF_PEOPLE, Crew
from sigma_audit.collect.progress import Silent
from sigma_audit.collect.run import PLANS
from sigma_audit.library import Library
from sigma_audit.snapshot import foreseen
from sigma_audit.snapshot.foreseen import foresee
from sigma_audit.snapshot.partial import Run
from sigma_audit.snapshot.saving import Chain, Page
from sigma_audit.snapshot.shape import SCHEMA_VERSION
from sigma_audit.snapshot.working import Working

PEOPLE = ("members", "teams", "account_types")
PATIENCE = 10.0  # seconds, after which somebody waits for ever


class Told:
    """A desk that says what is open: `looks` in turn, the last one from then on.

    A look of which `held` names the number is not over before `let_go`.
    """

    def __init__(self, *looks: list[Key], held: int | None = None) -> None:
        self._looks = list(looks)
        self._held = held
        self.number = 0
        self.looking, self.let_go = asyncio.Event(), asyncio.Event()

    async def relation(self, name: str, *, anew: bool = True) -> list[dict[str, str]]:
        assert name == ("open_people" if self.number == 1 else "open_chains")
        at, self.number = self.number, self.number + 1
        if at == self._held:
            self.looking.set()
            await self.let_go.wait()
        found = self._looks[min(at, len(self._looks) - 1)]
        return [{"endpoint": endpoint, "parent_id": parent} for endpoint, parent, _ in found]


class Answering:
    """A follower: what happens to a chain, by its endpoint; what it was asked for, in order."""

    def __init__(self, **what: Callable[[], Awaitable[object]]) -> None:
        self._what = what
        self.asked: list[str] = []

    async def follow(self, key: Key, *_: object, **__: object) -> None:
        self.asked.append(key[0])
        if key[0] in self._what:
            await self._what[key[0]]()


def keys(*endpoints: str) -> list[Key]:
    return [(endpoint, "" if endpoint in (*PEOPLE, "files") else "x", 1) for endpoint in endpoints]


async def run(desk: Told, follower: Answering, **options: Any) -> None:
    crew = Crew(desk, follower, Silent(), 4)  # type: ignore[arg-type]  # stand-ins

    async def after() -> bool:
        return False

    async with asyncio.timeout(PATIENCE):
        await crew.until_nothing_is_open(after, None, OF_PEOPLE, **options)


def test_people_are_asked_before_the_long_lists_end() -> None:
    async def whole() -> Answering:
        given = asyncio.Event()

        async def give() -> None:
            given.set()

        desk = Told(keys(*PEOPLE, "files"), keys("files", "member_grants"), [])
        follower = Answering(files=given.wait, member_grants=give)
        await run(desk, follower)
        return follower

    assert asyncio.run(whole()).asked[-1] == "member_grants"


def test_what_a_look_found_is_asked_while_the_next_one_goes_on() -> None:
    """The lists end during the first look at people: there is news, and something to ask."""

    async def whole() -> list[str]:
        desk = Told(keys(*PEOPLE, "files"), keys("member_grants"), [], held=1)

        async def end_during_the_look() -> None:
            await desk.looking.wait()

        given = asyncio.Event()

        async def give() -> None:
            given.set()

        follower = Answering(files=end_during_the_look, member_grants=give)
        seen = desk.relation

        async def relation(name: str, *, anew: bool = True) -> list[dict[str, str]]:
            if desk.number == 1:
                asyncio.get_running_loop().call_later(0.05, desk.let_go.set)
            if desk.number == 2:  # the look that follows: by then, people are being asked
                await given.wait()
            return await seen(name, anew=anew)

        desk.relation = relation  # type: ignore[method-assign]
        await run(desk, follower)
        return follower.asked

    assert asyncio.run(whole()) == [*PEOPLE, "files", "member_grants"]


SETTINGS: tuple[dict[str, Any], ...] = (
    {},
    {"extras": ["schedules", "tags", "user_attributes", "api_credentials"]},
    {"verify": 3, "seed": 1},
)


@pytest.mark.parametrize("asked", SETTINGS, ids=["plain", "extras", "verify"])
@pytest.mark.parametrize("plan", PLANS)
def test_what_is_foreseen_is_what_the_file_says(
    plan: str, asked: dict[str, Any], tmp_path: Path
) -> None:
    moment, library = datetime(2026, 11, 29), Library()
    facts = ("http://127.0.0.1:1", "emulator", "m1", plan, moment, None, "0", SCHEMA_VERSION, "")
    named, unnamed = Run("s1", "o1", *facts), Run("", None, *facts)
    told = beside.settings_of(plan, **asked)
    signed_in = Chain(
        "whoami", "", 1, "complete", 1, 1, None, 0, 200, "", None, moment, moment
    )  # fmt: skip
    first = foresee(unnamed, ENDPOINTS, library, told, signed_in)
    working = Working.create(tmp_path / "one.duckdb", named, ENDPOINTS, library, told)
    try:
        working.save(chains=[signed_in])
        assert first
        assert first.open_chains == working.relation("open_chains")
        assert first.probe_requests == [
            row for row in working.relation("probe_requests") if row["is_early"]
        ]
    finally:
        working.close()
    assert ("members", "") in {tuple(row.values()) for row in first.open_chains}
    assert ("whoami", "") not in {tuple(row.values()) for row in first.open_chains}
    assert first.probe_requests


def test_where_it_cannot_be_foreseen_the_file_tells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def short(*_: object) -> None:
        raise duckdb.OutOfMemoryException("Allocation failure")

    org = small_org()
    as_ever = take(emulated(org), tmp_path / "as_ever.duckdb", settings(org))
    monkeypatch.setattr(foreseen, "_FOUND", {})
    monkeypatch.setattr(foreseen, "fill", short)
    other = take(emulated(org), tmp_path / "other.duckdb", settings(org))
    assert (other.status, other.requests) == (as_ever.status, as_ever.requests)
    assert differences(as_ever.path, other.path) == []


LISTS = {
    "members": '{"entries": [{"memberId": "m1"}, {"memberId": "m2"}], "nextPage": null}',
    "teams": '{"entries": [{"teamId": "t1"}], "nextPage": null}',
    "account_types": '{"entries": [{"accountTypeId": "a1"}], "nextPageToken": null}',
}


@pytest.mark.parametrize("plan", PLANS)
def test_of_people_the_short_look_says_what_the_long_one_does(plan: str, tmp_path: Path) -> None:
    moment, library = datetime(2026, 11, 29), Library()
    run = Run(
        "s1", "o1", "http://127.0.0.1:1", "emulator", "m1", plan, moment, None, "0",
        SCHEMA_VERSION, "",
    )  # fmt: skip
    working = Working.create(tmp_path / "one.duckdb", run, ENDPOINTS, library)
    asked = [(name, "") for name in LISTS] + [("team_members", "t1")]
    try:
        working.save(
            [Page(name, "", 1, 1, moment, body) for name, body in LISTS.items()],
            [
                Chain(*key, 1, "complete", 1, 1, None, 0, 200, "", None, moment, moment)
                for key in asked
            ],
        )
        of_people = working.relation("open_people")
        assert of_people == [
            row for row in working.relation("open_chains") if row["endpoint"] in OF_PEOPLE
        ]
    finally:
        working.close()
    found = [tuple(row.values()) for row in of_people]
    assert ("account_type_permissions", "a1") in found
    assert ("team_members", "t1") not in found
    assert (("member_grants", "m2") in found) == (plan != "objects")
