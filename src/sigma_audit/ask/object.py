"""`access object WHAT`: everyone who reaches one inode, admins without a reason after them.

Must never interpret a permission: rows, aggregated or not, come from
`sql/questions/access_object.sql`.
"""

from __future__ import annotations

from sigma_audit.ask.facts import not_known, snapshot_facts, with_facts
from sigma_audit.ask.indirect import through_documents
from sigma_audit.ask.what import find_inode
from sigma_audit.library import Library
from sigma_audit.result import Result
from sigma_audit.snapshot.store import Snapshot


def access_to_object(
    snapshot: Snapshot, library: Library, what: str, *, is_aggregated: bool = False
) -> Result:
    """Rows strongest first; aggregated, those whom only the whole organisation reaches are one.

    The fact `indirect` counts those who see its data through documents, who are not among the rows.
    """
    inode = find_inode(snapshot, library, what)
    asked = {"inode_id": inode.inode_id, "is_aggregated": is_aggregated}
    rows = snapshot.run(library.query("questions", "access_object"), asked)
    facts = snapshot_facts(snapshot, library, {"what": what, "aggregate": is_aggregated})
    facts |= {"inode_id": inode.inode_id, "kind": inode.kind, "path_text": inode.path_text}
    # Only data is seen through documents: of anything else there is nothing to ask.
    facts["indirect"] = {"plane": inode.plane, "sentence": None}
    if inode.plane == "data":
        facts["indirect"] = dict(through_documents(snapshot, library, inode.inode_id).facts)
    facts["not_known"] = not_known(snapshot, library, inode_id=inode.inode_id)
    return with_facts(rows, facts)
