"""`access why WHO WHAT`: every reason in a sentence, the cap beside them; or why there is none.

Must never compose a sentence about access itself: SQL does, from Sigma's own words.
"""

from __future__ import annotations

from typing import Any

from sigma_audit.ask.facts import not_known, snapshot_facts, with_facts
from sigma_audit.ask.what import What, find_inode
from sigma_audit.ask.who import Who, find_member
from sigma_audit.library import Library
from sigma_audit.result import Result
from sigma_audit.snapshot.store import Snapshot

CAPPED = (
    "granted_permission", "effective_permission", "can_write_back", "certainty", "cap_certainty",
)  # fmt: skip
MISSES = 10  # grants that nearly give it, told in the facts


def why_access(snapshot: Snapshot, library: Library, who: str, what: str) -> Result:
    """Rows strongest first. Facts: cap, admin; why_not and misses where nothing can be used.

    `misses` are the grants there or above that reach others, the nearest first, at most MISSES.
    """
    member = find_member(snapshot, library, who)
    inode = find_inode(snapshot, library, what)
    pair = {"member_id": member.member_id, "inode_id": inode.inode_id}
    rows = snapshot.keep("the_reasons", library.query("questions", "access_why"), pair)
    cap = snapshot.run(library.query("questions", "access_cap"), pair).one()
    facts = snapshot_facts(snapshot, library, {"who": who, "what": what})
    facts |= {
        "member_id": member.member_id,
        "email": member.email,
        "name": member.name,
        "inode_id": inode.inode_id,
        "kind": inode.kind,
        "path_text": inode.path_text,
    }
    for key in CAPPED:
        facts[key] = cap[key]
    facts["cap"] = cap["sentence"]
    facts["admin"] = cap["admin_sentence"]
    facts["not_known"] = not_known(snapshot, library, member.member_id, inode.inode_id)
    if cap["effective_permission"] is None and not cap["can_write_back"]:
        misses = _misses(snapshot, library, member, inode)
        facts["misses"] = misses
        nearest = misses[0]["sentence"] if misses else None
        nobody = f"Nobody was granted anything on {inode.path_text} or above it."
        is_granted = cap["granted_permission"] is not None
        facts["why_not"] = cap["sentence"] if is_granted else nearest or nobody
    return with_facts(rows, facts)


def _misses(snapshot: Snapshot, library: Library, member: Who, inode: What) -> list[dict[str, Any]]:
    """Say which grants come nearest and what each lacks; none when nobody was granted anything."""
    pair = {"member_id": member.member_id, "inode_id": inode.inode_id}
    return snapshot.run(library.query("questions", "access_why_not"), pair).records()[:MISSES]
