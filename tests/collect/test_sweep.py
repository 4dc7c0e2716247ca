"""A seeded slice of the sweep of faults; all of it: `python tests/soak/faults.py`."""

import random
from pathlib import Path

import pytest

from collect.crawl import emulated, settings, shortcomings, take
from collect.fault_kinds import AILMENTS, places, struck_org
from collect.sweep import Blow, Sweep, ending, singles, suiting
from collect.versions import NAMING
from sigma_audit.collect.endpoints import ENDPOINTS
from sigma_audit.emulator.faults import FaultPlan
from soak.faults import Bench

PASSING = [one for one in AILMENTS if one.nature == "passes"]
BY_NAME = {one.name: one for one in AILMENTS}
AT = {one.name: one for one in places()}


@pytest.fixture(scope="module")
def sweep() -> Sweep:
    return Sweep()


def test_every_endpoint_is_a_place_and_every_kind_of_the_list_an_ailment() -> None:
    assert AT.keys() == {*ENDPOINTS, "token"}
    assert len(AILMENTS) == len(BY_NAME) == 33


def test_pairs_of_faults_that_pass_leave_an_equal_snapshot(sweep: Sweep) -> None:
    """Two different faults at one endpoint, drawn for each that the plan asks."""
    rng = random.Random(3)
    asked = [AT[name] for name in sorted(sweep.asked)]
    assert len(asked) == 22
    fired = 0
    for place in asked:
        one, other = rng.sample(PASSING, 2)
        ended = sweep.run([Blow(one, place), Blow(other, place)])
        assert ended.complaint() == ""
        assert ending(ended) == "complete and equal"
        fired += sum(count > 0 for count in ended.fired)
    assert fired == 44


# One way to lie or to refuse for each of a few endpoints, and how such a run has to end.
ENDS = [
    ("403", "object_grants", True, "incomplete, saying where"),
    ("wrong total", "workbooks", False, "complete and equal"),
    ("shortened page", "team_members", False, "complete and equal"),
    ("required fields missing", "members", True, "incomplete, saying where"),
    ("optional fields missing", "connections", True, "complete, told otherwise"),
    ("unknown fields", "teams", True, "complete and equal"),
    ("503", "whoami", True, "refused, exit 3"),
    ("403", "token", True, "refused, exit 3"),
]


@pytest.mark.parametrize(("name", "place", "lasts", "end"), ENDS)
def test_what_does_not_pass_ends_as_it_must(
    name: str, place: str, lasts: bool, end: str, sweep: Sweep
) -> None:
    ended = sweep.run([Blow(BY_NAME[name], AT[place], 1, lasts)])
    assert ended.fired[0] > 0
    assert ended.complaint() == ""
    assert ending(ended) == end


def test_a_token_endpoint_that_says_no_twice_refuses_the_credentials(sweep: Sweep) -> None:
    """Once: the credentials are given in the other form. Twice in a row is a refusal."""
    no = Blow(BY_NAME["401"], AT["token"])
    once, twice = sweep.run([no]), sweep.run([no, no])
    assert (ending(once), once.complaint()) == ("complete and equal", "")
    assert (ending(twice), twice.complaint()) == ("refused, exit 3", "")


def test_the_memory_says_what_a_real_file_says(sweep: Sweep, tmp_path: Path) -> None:
    blow = Blow(BY_NAME["403"], AT["object_grants"], 1, True)
    remembered = sweep.run([blow]).verdict
    org = struck_org()
    plan = FaultPlan([blow.ailment.fault(blow.place, lasts=True)])
    outcome = take(emulated(org, plan, page_limit=2), tmp_path / "x.duckdb", settings(org))
    assert remembered is not None
    assert remembered.status == outcome.status == "incomplete"
    assert remembered.shortcomings == {name for name, _ in shortcomings(outcome.path)}


def test_a_fault_at_every_place_fires_or_finds_nothing_to_spoil() -> None:
    """Runs of the whole sweep, a few of its endpoints; what did not fire is said, and why."""
    bench, rng = Bench(), random.Random(5)
    in_vain = []
    for place in [*AT.values()][1::3]:
        blows = rng.choice(list(singles(place)))
        ended = bench.run(blows)
        assert ended.complaint() == ""
        in_vain += ended.in_vain()
    assert in_vain == ["nothing of the kind in the answers there"]  # 12 of 13 fired
    blows = (Blow(BY_NAME["wrong total"], AT["teams"]), Blow(BY_NAME["429"], AT["files"], 99))
    assert bench.run(blows).in_vain() == [
        "nothing of the kind in the answers there",
        "the other fault left too few requests there",
    ]


def test_the_whole_sweep_is_this_long() -> None:
    """Counts that the recorded run is held against: one fault, pairs at one place, pairs across."""
    suited = [len(suiting(place)) for place in places()]
    assert sum(2 * n for n in suited) == 2482
    assert sum(n * (n + 1) // 2 for n in suited) == 20967


def test_who_reads_some_endpoints_only_reads_no_other(sweep: Sweep) -> None:
    """What is remembered of a relation rests on this: more than is listed is never read."""
    memory = sweep.memory
    struck = [
        Blow(BY_NAME["403"], AT["object_grants"], 3),
        Blow(BY_NAME["500"], AT["teams"], 2, True),
    ]
    states = [memory.undisturbed]
    for blow in struck:
        sweep.run([blow])
        states.append(sweep.last)
    readers = {f"main.{name}" for readers in NAMING.values() for name in readers}
    assert len(readers) == 25
    for state in states:
        assert state is not None
        assert [name for name in readers if memory.versions.partial(name, state)] == []
