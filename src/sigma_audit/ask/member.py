"""`access member WHO`: everything one member reaches, how strongly, granted and usable.

Must never interpret a permission: the rows come from `sql/questions/access_member.sql`.
"""

from __future__ import annotations

from sigma_audit.ask.facts import not_known, snapshot_facts, with_facts
from sigma_audit.ask.who import find_member
from sigma_audit.library import Library
from sigma_audit.result import Result
from sigma_audit.snapshot.store import Snapshot

FEW = 500  # objects that a text still lists one by one, unless asked otherwise


def access_of_member(
    snapshot: Snapshot, library: Library, who: str, *, is_aggregated: bool | None = False
) -> Result:
    """Rows by plane and path; aggregated, a row for each way in which the member comes by access.

    With `is_aggregated` None what is aggregated stands where it tells of more than FEW objects.
    Facts name the member and what could not be told about them; parameter `aggregate` says which.
    """
    member = find_member(snapshot, library, who)
    asked = {"member_id": member.member_id}
    rows: Result | None = None
    if is_aggregated is not False:
        rows = snapshot.run(library.query("questions", "access_member_folded"), asked)
        if is_aggregated is None and sum(row["inodes"] for row in rows.records()) <= FEW:
            rows = None
    is_folded = rows is not None
    if rows is None:
        rows = snapshot.run(library.query("questions", "access_member"), asked)
    facts = snapshot_facts(snapshot, library, {"who": who, "aggregate": is_folded})
    facts |= {"member_id": member.member_id, "email": member.email, "name": member.name}
    facts["not_known"] = not_known(snapshot, library, member_id=member.member_id)
    return with_facts(rows, facts)
