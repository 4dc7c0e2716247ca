"""`access revoke WHO WHAT`: the smallest removals that end an access, and what else goes with each.

Only says what would be: it removes nothing, and never decides what a removal leaves (SQL does).
"""

from __future__ import annotations

from sigma_audit.ask.facts import not_known, snapshot_facts, with_facts
from sigma_audit.ask.what import find_inode
from sigma_audit.ask.who import find_member
from sigma_audit.library import Library
from sigma_audit.result import Result
from sigma_audit.snapshot.store import Snapshot

MOST = 32  # sets told of unless asked otherwise; their number is always told


def revoking(
    snapshot: Snapshot,
    library: Library,
    who: str,
    what: str,
    most: int = MOST,
    *,
    is_aggregated: bool = False,
) -> Result:
    """Rows: each set's removals, then what else is lost. Facts: sets, set_count, impossible.

    A loss is one access of one member; aggregated, all that one member would lose.
    `sets` counts what else goes with each; `impossible` says why no set ends it, or that an Admin
    can take the access again; both are empty where there is no access to begin with.
    """
    member = find_member(snapshot, library, who)
    inode = find_inode(snapshot, library, what)
    pair = {"member_id": member.member_id, "inode_id": inode.inode_id}

    def kept(name: str, query: str, more: dict[str, object]) -> Result:
        return snapshot.keep(name, library.query("questions", query), {**pair, **more})

    sets = kept("the_sets", "revoke_sets", {"most": most}).records()
    kept("the_losses", "revoke_losses", {})
    told = "revoke_folded" if is_aggregated else "revoke_rows"
    rows = snapshot.run(library.query("questions", told))
    counts = snapshot.run(library.query("questions", "revoke_counts")).records()
    impossible = snapshot.run(library.query("questions", "revoke_impossible"), pair).records()
    asked = {"who": who, "what": what, "sets": most, "aggregate": is_aggregated}
    facts = snapshot_facts(snapshot, library, asked)
    facts |= {
        "member_id": member.member_id,
        "email": member.email,
        "name": member.name,
        "inode_id": inode.inode_id,
        "kind": inode.kind,
        "path_text": inode.path_text,
        "set_count": int(sets[0]["set_count"]) if sets else 0,
        "sets": counts,
        "impossible": [str(row["sentence"]) for row in impossible],
    }
    facts["not_known"] = not_known(snapshot, library, member.member_id, inode.inode_id)
    return with_facts(rows, facts)
