"""The same answer by other means: who reaches what, how strongly, in networkx and in plain SQLite.

Both are given the facts as the model has them (tree, reasons, memberships, worth of a permission)
and give (pairs, sum of strengths); reading the facts is not counted. Each is written as one who
knows the tool would: shared work is done once, ids are numbers. Never part of what is shipped.
"""

from __future__ import annotations

import importlib
import sqlite3
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Facts:
    """Numbered inodes and members; `worth` is (class, granted) -> rank, only what counts."""

    tree: Rows
    """inode, parent or None, class"""
    reasons: Rows
    """principal, inode, permission, least and greatest distance"""
    memberships: Rows
    """principal, member"""
    worth: Rows
    """class, permission, rank"""


def read(path: Path) -> Facts:
    """Read the facts of a sealed snapshot, with numbers in the place of ids."""
    with duckdb.connect(str(path), read_only=True) as c:
        c.execute(
            "create temp table numbers as select inode_id, (row_number() over (order by inode_id))"
            "::integer as number from inodes"
        )
        return Facts(
            c.execute(
                "select n.number, p.number, i.permission_class from inodes i "
                "join numbers n using (inode_id) left join numbers p on p.inode_id = i.parent_id"
            ).fetchall(),
            c.execute(
                "select principal_kind || principal_id, n.number, permission, min_distance, "
                "max_distance from access_sources join numbers n on n.inode_id = source_inode_id"
            ).fetchall(),
            c.execute(
                "select principal_kind || principal_id, hash(member_id) >> 1 from principal_members"
            ).fetchall(),
            c.execute(
                "select permission_class, granted, rank from permission_translations"
            ).fetchall(),
        )


def by_networkx(facts: Facts) -> tuple[int, int]:
    """Walk down from each reason once a principal; members share what their teams reach."""
    graph: Any = importlib.import_module("networkx").DiGraph()
    kinds = {inode: kind for inode, _, kind in facts.tree}
    graph.add_nodes_from(kinds)
    graph.add_edges_from((parent, inode) for inode, parent, _ in facts.tree if parent is not None)
    worth = {(kind, word): rank for kind, word, rank in facts.worth}
    by_principal: dict[str, dict[int, int]] = defaultdict(dict)
    for principal, inode, word, least, greatest in facts.reasons:
        reached = by_principal[principal]
        layer, distance = [inode], 0
        while layer and distance <= greatest:
            if distance >= least:
                for node in layer:
                    rank = worth.get((kinds[node], word), 0)
                    if rank > reached.get(node, 0):
                        reached[node] = rank
            layer, distance = (
                [child for node in layer for child in graph.successors(node)],
                distance + 1,
            )
    of_member = defaultdict(list)
    for principal, member in facts.memberships:
        if principal in by_principal:
            of_member[member].append(by_principal[principal])
    pairs = strength = 0
    for shares in of_member.values():
        strongest: dict[int, int] = {}
        for reached in shares:
            for node, rank in reached.items():
                if rank > strongest.get(node, 0):
                    strongest[node] = rank
        pairs += len(strongest)
        strength += sum(strongest.values())
    return pairs, strength


def by_sqlite(facts: Facts) -> tuple[int, int]:
    """One recursive query down the tree from every reason, indexed, then one grouping."""
    c = sqlite3.connect(":memory:")
    c.executescript(
        "create table tree (inode integer primary key, parent integer, class text);"
        "create table reasons (principal text, inode integer, permission text, least integer, "
        "greatest integer);"
        "create table memberships (principal text, member integer);"
        "create table worth (class text, permission text, rank integer, "
        "primary key (class, permission)) without rowid;"
    )
    c.executemany("insert into tree values (?, ?, ?)", facts.tree)
    c.executemany("insert into reasons values (?, ?, ?, ?, ?)", facts.reasons)
    c.executemany("insert into memberships values (?, ?)", facts.memberships)
    c.executemany("insert into worth values (?, ?, ?)", facts.worth)
    c.executescript(
        "create index children on tree (parent); create index people on memberships (principal);"
        "analyze;"
    )
    row = c.execute(
        "with recursive down (principal, inode, permission, distance, least, greatest) as ("
        "select principal, inode, permission, 0, least, greatest from reasons union all "
        "select d.principal, t.inode, d.permission, d.distance + 1, d.least, d.greatest "
        "from down d join tree t on t.parent = d.inode where d.distance < d.greatest), "
        "given as (select d.principal, d.inode, max(w.rank) as rank from down d "
        "join tree t on t.inode = d.inode "
        "join worth w on w.class = t.class and w.permission = d.permission "
        "where d.distance >= d.least group by d.principal, d.inode), "
        "pairs as (select m.member, g.inode, max(g.rank) as rank from given g "
        "join memberships m on m.principal = g.principal group by m.member, g.inode) "
        "select count(*), sum(rank) from pairs"
    ).fetchone()
    return int(row[0]), int(row[1])
