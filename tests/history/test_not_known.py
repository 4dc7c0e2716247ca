"""What one side does not know is not known, never gained or lost.

Every single chain, on both sides: `tests/soak/diffs.py`. Here each list, halves of the rest, and a
few drawn chains of the earlier side.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from organisation import SIZES, write_pages

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
from sigma_audit.snapshot.partial import partial_path
from sigma_audit.snapshot.working import Working
from worlds import World

# Each pair asked alone, as the rule is said.
REASONS = """
select member_no, inode_id, "column", why
from (
    select r.*, 'the list of ' || unnest(n.unread) || ' is not whole' as why
    from gap_rows r
    join compared_members m using (member_no)
    join absences n
        on n.side = r.side and not n.is_known and (
            (n.entity = 'member' and n.id = m.member_id)
            or (n.entity = 'inode' and n.id = r.inode_id)
        )
)
where not exists (select 1 from after.main.not_known g where starts_with(g.reason, why || ', as '))
union
select r.member_no, r.inode_id, r."column", g.reason
from gap_rows r
join compared_members m using (member_no)
join after.main.not_known g on
    coalesce(g.member_id = m.member_id, true)
    and if(
        g.inode_id is null, coalesce(g.plane = r.plane, true),
        (r.inode_id, g.inode_id) in (select inode_id, ancestor_id from after.main.inode_ancestry)
    )
where r.side = 'after'
"""

# The same rows from what is compared, member by member and inode by inode, as the rule is said.
SPELLED = """
with lanes as (
    select l.*, k."column", k.change
    from moved_pairs l join lane_kinds k using (lane_no) where k.change = 'not_known'
),
people as (
    select * from lanes where cell_no = 0
    union all by name
    select l.* exclude (member_no), m.member_no
    from lanes l join cell_members m using (cell_no)
    where (l.group_no, m.member_no) not in (select group_no, member_no from wide_exceptions)
)
select p.member_no, i.inode_id, p."column"
from people p join compared_inodes i using (group_no)
where bundle_no = 0 and owned_id = ''
    and (p.member_no, i.inode_id) not in (select member_no, inode_id from owned_pairs)
union all
select p.member_no, i.inode_id, p."column"
from people p join group_bundles b using (bundle_no)
join compared_inodes i on i.group_no = b.group_no
where bundle_no <> 0 and owned_id = ''
    and (p.member_no, b.group_no) not in (select member_no, group_no from bundle_exceptions)
    and (p.member_no, i.inode_id) not in (select member_no, inode_id from owned_pairs)
union all
select member_no, owned_id, "column" from people where owned_id <> ''
order by all
"""
REACHED = """
select "column", cause, count(distinct member_no) as members, count(distinct inode_id) as inodes,
    count(*) as n, string_agg(distinct before, ', ' order by before) as before,
    string_agg(distinct after, ', ' order by after) as after
from gap_rows group by "column", cause order by all
"""
REACH = """
select "column", cause, member_count, inode_count, row_count, before, after
from gap_reach order by all
"""
OF_MEMBERS = "select member_no, cause, count(*) as n from gap_rows group by all order by all"
OF_MEMBERS_TOLD = "select member_no, cause, row_count from unsure_members order by all"
KINDS = """
select
    count(*) filter (cell_no <> 0) as cells, count(*) filter (owned_id <> '') as owned,
    (select count(*) from gap_owned) as owned_of_others,
    count(*) filter (person_no <> 0) as persons, count(*) filter (thing_no <> 0) as things,
    count(*) filter (person_no <> 0 and thing_no <> 0) as both,
    (select count(*) from unsure_cells c
    join wide_exceptions e using (cell_no, group_no)) as beside_cells,
    (select count(*) from moved_pairs join lane_kinds k using (lane_no)
    where bundle_no <> 0 and k.change = 'not_known') as bundles
from gap_groups
"""
COUNTED = "select sum(member_count::bigint * inode_count)::bigint as n from unknown_lanes"

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
            told.setdefault(tuple(key), []).append(re.sub(r" \(HTTP .*\)$", "", reason))
        found = pair.sql('select member_no, inode_id, "column", why_not from gap_rows').rows
        assert len(found) == pair.sql(COUNTED).one()["n"] > 50
    kinds = set()
    for *key, why in found:
        reasons = sorted(told.get(tuple(key), []))
        more = f" and {len(reasons) - 3} more" * (len(reasons) > 3)
        unread = "what the account type allows could not be read"
        assert why == ("; ".join(reasons[:3]) + more or unread), key
        kinds |= set(reasons)
    assert len(kinds) > 3


# Of a hundred members and more, a member's own grants are looked at one by one beside a cell.
SOME = replace(SIZES["tiny"], members=120, documents=120, folders=40)


def lacking(final: Path, endpoints: tuple[str, ...]) -> Path:
    """Seal a day of a generated organisation; of these answers one in four was lost."""
    working = write_pages(final, SOME, plan="standard", day=1, rate=0.2)
    working.close()
    with duckdb.connect(str(partial_path(final))) as connection:
        for name in endpoints:
            lost = (
                "select parent_id from meta.chains "
                f"where endpoint = '{name}' and hash(parent_id) % 4 = 0"
            )
            connection.execute(f"delete from raw.{name} where parent_id in ({lost})")
            connection.execute(
                "update meta.chains set status = 'forbidden', pages = 0, rows_served = 0, "
                "http_status = 403, detail = 'HTTP 403, request id ' || parent_id "
                f"where endpoint = '{name}' and parent_id in ({lost})"
            )
    return Working.reopen(final, LIBRARY).seal()


def test_what_is_not_known_is_counted_as_its_rows_are(tmp_path: Path) -> None:
    """Cells, bundles and groups are counted unspelled: as many as there are rows, and of whom."""
    whole = write_pages(tmp_path / "whole.duckdb", SOME, plan="standard").seal()
    part = lacking(tmp_path / "part.duckdb", ("object_grants", "member_grants", "path_grants"))
    found = Counter[str]()
    for sides in ((whole, part), (part, whole)):
        with Pair(*sides, LIBRARY) as pair:
            for told, spelled in (
                ('select member_no, inode_id, "column" from gap_rows order by all', SPELLED),
                (REACH, REACHED),
                (OF_MEMBERS_TOLD, OF_MEMBERS),
            ):
                assert pair.sql(told).rows == pair.sql(spelled).rows
            rows = pair.sql("select count(*) as n from gap_rows").one()["n"]
            assert pair.sql(COUNTED).one()["n"] == rows > 100
            # What was answered is another for each: it would tell apart what lacks the same.
            assert not [row for row in pair.sql(REACH).records() if "request id" in row["cause"]]
            found.update(pair.sql(KINDS).one())
    assert all(found.values()), found


def test_what_its_owners_hold_anyway_is_not_counted_among_what_is_not_known(tmp_path: Path) -> None:
    earlier = World(name="owners")
    owner, other, third = (earlier.member(name) for name in ("A", "B", "C"))
    all_of_them = earlier.team("All", owner, other, third)
    alone = earlier.team("Alone", owner)
    space = earlier.workspace("Space")
    earlier.grant(space, "view", team=alone)
    earlier.document("workbook", "Own", space, owner=owner)
    earlier.document("workbook", "Others", space, owner=third)
    shared = earlier.document("workbook", "Shared", earlier.workspace("Elsewhere"), owner=owner)
    later = earlier.copy()
    earlier.grant(shared, "view", team=all_of_them)
    later.fail("team_members", alone)
    later.fail("object_grants", shared)
    later.fail("team_grants", all_of_them)
    files = earlier.seal(tmp_path / "1", LIBRARY), later.seal(tmp_path / "2", LIBRARY)
    with Pair(*files, LIBRARY) as pair:
        told = {row["cause"]: row for row in pair.sql(REACH).records()}
        assert pair.sql(REACH).rows == pair.sql(REACHED).rows
    assert len(told) == 2
    assert {(row["member_count"], row["inode_count"]) for row in told.values()} == {(1, 2), (2, 1)}
