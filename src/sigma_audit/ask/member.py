"""`access member WHO`: everything one member reaches, how strongly, granted and usable.

Must never interpret a permission: the rows come from `sql/questions/access_member.sql`.
"""

from __future__ import annotations

from sigma_audit.ask.facts import not_known, snapshot_facts, with_facts
from sigma_audit.ask.who import find_member
from sigma_audit.library import Library
from sigma_audit.result import Result
from sigma_audit.snapshot.store import Snapshot


def access_of_member(snapshot: Snapshot, library: Library, who: str) -> Result:
    """Rows by plane and path; facts name the member and what could not be told about them."""
    member = find_member(snapshot, library, who)
    rows = snapshot.run(
        library.query("questions", "access_member"), {"member_id": member.member_id}
    )
    facts = snapshot_facts(snapshot, library, {"who": who})
    facts |= {"member_id": member.member_id, "email": member.email, "name": member.name}
    facts["not_known"] = not_known(snapshot, library, member_id=member.member_id)
    return with_facts(rows, facts)
