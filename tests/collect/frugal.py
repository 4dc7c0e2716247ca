"""How many requests a crawl may cost, counted from the organisation itself, never from the plan.

The formula is that of the API notes (section 6.8), with the archived lists that a restore would
revive; the closing reading, one request for each node that the file list hides and the probes come
on top. Must never read what the collector planned.
"""

from __future__ import annotations

from collections import Counter
from math import ceil
from pathlib import Path

from collect.crawl import rows
from sigma_audit.emulator.org import Org

PROBES = 12
MARGIN = 1.05


def formula(org: Org, path: Path, plan: str, page: int = 1000) -> int:
    """Requests of a plan for this organisation, in pages of `page` rows; hidden nodes left out."""

    def pages(count: int) -> int:
        return max(1, ceil(count / page))

    def answers(keys: list[str], given: Counter[str]) -> int:
        return sum(pages(given[key]) for key in keys)

    kinds: Counter[tuple[str, bool]] = Counter()
    for inode in org.inodes.values():
        kinds[inode.type, inode.is_archived] += 1
    ((listed,),) = rows(path, "select rows_served from coverage where endpoint = 'files'")
    base = 2 + pages(len(org.members)) + pages(len(org.teams)) + pages(kinds["workspace", False])
    for kind in ("workbook", "report"):
        base += pages(kinds[kind, False]) + pages(kinds[kind, True])
    base += pages(kinds["data-model", False]) + pages(kinds["dataset", False]) + pages(listed)
    base += pages(len(org.connections)) + pages(len(org.paths))
    base += pages(len(org.account_types)) + len(org.account_types)
    members = {team.team_id: len(team.members) for team in org.teams.values()}
    memberships = sum(map(pages, members.values()))
    closing = pages(len(org.members)) + pages(len(org.teams)) + memberships
    by_principal = Counter(str(one.member_id or one.team_id) for one in org.grants.values())
    by_inode = Counter(one.inode_id for one in org.grants.values())
    principals = answers([*org.members, *org.teams], by_principal)
    homes = {member.home_folder_id for member in org.members.values()}
    known = {row[0] for row in rows(path, "select inode_id from inodes where plane = 'content'")}
    content = answers([one for one in org.inodes if one in known - homes], by_inode)
    content += answers(list(org.connections), by_inode)
    depth = {one.connection_id: one.depth for one in org.connections.values()}
    leaves = [one for one in org.paths.values() if len(one.names) == depth[one.connection_id]]
    leaf_ids = {one.inode_id for one in leaves}
    scopes = [one for one in org.paths if one not in leaf_ids]
    named = {one.inode_id for one in org.grants.values() if one.member_id or one.team_id}

    def on_path(inode_id: str) -> int:
        above = by_inode[org.paths[inode_id].connection_id]
        return pages(by_inode[inode_id] + above)  # a path's answer repeats its connection's

    objects = content + sum(map(on_path, scopes))
    total = base + memberships + closing
    if plan in ("principals", "standard", "full"):
        total += principals
    if plan in ("objects", "standard", "full"):
        total += objects
    if plan == "standard":
        total += sum(on_path(one) for one in leaf_ids & named)
    return total + (sum(map(on_path, leaf_ids)) if plan == "full" else 0)


def hidden(path: Path) -> int:
    """Nodes that the file list does not show, each of them asked for once."""
    asked = "select count(*) from coverage where endpoint = 'file_nodes' and status <> 'not_asked'"
    return int(rows(path, asked)[0][0])


def allowed(org: Org, path: Path, plan: str, page: int = 1000) -> float:
    """The most requests that the promise leaves: 1.05 x the whole of it."""
    return MARGIN * (formula(org, path, plan, page) + hidden(path) + PROBES)
