"""What one side does not know is not known, never gained or lost.

Every single chain, on both sides: `tests/soak/diffs.py`. Here each list, halves of the rest, and a
few drawn chains of the earlier side.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from history.combined import LIBRARY, changes
from history.gaps import (
    ACCESS,
    Whole,
    chains_of,
    missing_earlier,
    missing_later,
    nothing_false,
    whole_worlds,
)
from sigma_audit.snapshot.pair import Pair

# Each pair asked alone, as the rule is said.
REASONS = """
select r.member_no, r.inode_id, r."column", 'the list of ' || n.why_not || ' is not whole' as why
from unknown_rows r
join compared_members m using (member_no)
join absences n
    on n.side = r.side and not n.is_known
    and ((n.entity = 'member' and n.id = m.member_id) or (n.entity = 'inode' and n.id = r.inode_id))
union
select r.member_no, r.inode_id, r."column", g.reason
from unknown_rows r
join compared_members m using (member_no)
join after.main.not_known g on
    coalesce(g.member_id = m.member_id, true)
    and if(
        g.inode_id is null, coalesce(g.plane = r.plane, true),
        (r.inode_id, g.inode_id) in (select inode_id, ancestor_id from after.main.inode_ancestry)
    )
where r.side = 'after'
"""

LISTS = (
    "members", "teams", "workspaces", "workbooks", "workbooks_archived", "data_models", "datasets",
    "reports", "reports_archived", "files", "connections", "paths", "account_types",
)  # fmt: skip
SEEDS = range(100, 103)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    return whole_worlds(tmp_path_factory.mktemp("whole"), SEEDS)


def test_there_is_enough_to_get_wrong(whole: Whole) -> None:
    entities = {row["entity"] for row in whole.truth.values()}
    assert entities >= {"member", "team", "team_member", "inode", "grant", ACCESS}
    assert len(whole.truth) > 100
    assert not [row for row in whole.truth.values() if row["change"] == "not_known"]


@pytest.mark.parametrize("endpoint", LISTS)
def test_a_list_that_is_missing_on_one_side_shows_nothing_false(
    endpoint: str, whole: Whole, tmp_path: Path
) -> None:
    unsure = missing_later(whole, (endpoint, ""), tmp_path)
    if any(chain == (endpoint, "") for chain in whole.chains) and endpoint in ("members", "files"):
        assert unsure


@pytest.mark.parametrize(
    "endpoint",
    ["account_type_permissions", "team_members", "team_grants", "member_grants", "object_grants",
     "connection_grants", "path_grants"],
)  # fmt: skip
def test_a_chain_that_is_missing_for_one_parent_shows_nothing_false(
    endpoint: str, whole: Whole, tmp_path: Path
) -> None:
    """Chains of different parents fail together in two turns: half of them each time."""
    parents = [parent for name, parent in whole.chains if name == endpoint]
    assert len(parents) >= 3
    for turn in range(2):
        part = whole.later.copy()
        for parent in parents[turn::2]:
            part.fail(endpoint, parent)
        file = part.seal(tmp_path / str(turn), LIBRARY)
        nothing_false(changes(whole.before, file), whole.truth)
        nothing_false(changes(file, whole.before), whole.truth, is_mirrored=True)


@pytest.mark.parametrize("seed", range(4))
def test_a_drawn_chain_that_the_earlier_side_lacks_shows_nothing_false(
    seed: int, whole: Whole, tmp_path: Path
) -> None:
    chain = random.Random(seed).choice(chains_of(whole.earlier))
    missing_earlier(whole, chain, tmp_path)


@pytest.mark.parametrize("plan", ["principals", "objects", "standard"])
def test_a_narrower_plan_on_one_side_shows_nothing_false(
    plan: str, whole: Whole, tmp_path: Path
) -> None:
    part = whole.later.copy()
    part.plan = plan
    file = part.seal(tmp_path, LIBRARY)
    assert nothing_false(changes(whole.before, file), whole.truth) == (
        nothing_false(changes(file, whole.before), whole.truth, is_mirrored=True)
    )


def test_what_a_closed_door_hides_is_not_known_and_says_which(whole: Whole, tmp_path: Path) -> None:
    part = whole.earlier.copy()
    part.fail("members", status="forbidden")
    rows = changes(whole.before, part.seal(tmp_path, LIBRARY))
    members = [row for row in rows if row["entity"] == "member"]
    assert len(members) == len(whole.earlier.members) + 1
    assert {row["change"] for row in rows} == {"not_known"}
    assert all("members" in row["cause"] for row in members)
    assert all("later snapshot" in row["cause"] for row in rows if row["entity"] == ACCESS)


def test_why_a_pair_is_not_known_is_every_reason_that_holds_for_it(
    whole: Whole, tmp_path: Path
) -> None:
    part = whole.later.copy()
    for endpoint in ("members", "paths", "team_members", "member_grants", "object_grants"):
        for parent in [parent for name, parent in whole.chains if name == endpoint][::3]:
            part.fail(endpoint, parent)
    with Pair(whole.before, part.seal(tmp_path, LIBRARY), LIBRARY) as pair:
        told: dict[tuple[object, ...], list[str]] = {}
        for *key, reason in pair.sql(REASONS).rows:
            told.setdefault(tuple(key), []).append(reason)
        found = pair.sql('select member_no, inode_id, "column", why_not from access_gaps').rows
        assert len(found) == pair.sql("select count(*) as n from unknown_rows").one()["n"] > 50
    kinds = set()
    for *key, why in found:
        reasons = sorted(told.get(tuple(key), []))
        more = f" and {len(reasons) - 3} more" * (len(reasons) > 3)
        unread = "what the account type allows could not be read"
        assert why == ("; ".join(reasons[:3]) + more or unread), key
        kinds |= set(reasons)
    assert len(kinds) > 3
