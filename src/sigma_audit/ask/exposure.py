"""`access exposure`: from when to when a member could reach an object, over many snapshots.

Each file is asked only about the member or the object. Must never decide what an interval is, nor
close a hole in one: `sql/series` does the one and never the other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sigma_audit import __version__
from sigma_audit.ask.what import What, find_inode
from sigma_audit.ask.who import Who, find_member
from sigma_audit.errors import ConfigError, NotFound
from sigma_audit.library import Library
from sigma_audit.result import Result
from sigma_audit.snapshot.series import known_by, within
from sigma_audit.snapshot.shelf import Shelf, Taken
from sigma_audit.snapshot.united import United

Found = TypeVar("Found")


def exposure(
    shelf: Shelf,
    library: Library,
    who: str | None,
    what: str | None,
    since: datetime | None = None,
    until: datetime | None = None,
    as_of: datetime | None = None,
) -> Result:
    """Give the intervals of access of one member, to one object, or of one to the other.

    With `as_of`, as they could be told by then: of what was taken later nothing is asked. Times are
    naive UTC. Facts name every snapshot that was asked, and what was not seen.
    """
    if who is None and what is None:
        raise ConfigError("whose access, or access to what?", "give --member WHO or --object WHAT")
    taken = shelf.taken if as_of is None else known_by(shelf.taken, as_of)
    among = within(taken, since, until)
    if not among:
        raise NotFound("no snapshot was taken in that time", "sigma-audit snapshot list")
    member = _found(shelf, among, lambda: find_member(shelf, library, who)) if who else None
    inode = _found(shelf, among, lambda: find_inode(shelf, library, what)) if what else None
    pair = {
        "member_id": member.member_id if member else None,
        "inode_id": inode.inode_id if inode else None,
    }
    span = {"since": since and str(since), "until": until and str(until)}
    by_then = {"as_of": str(as_of)} if as_of else {}
    gather(shelf, library, among, pair)
    result = shelf.run(library.query("series", "exposure"), span)
    facts = _facts(shelf, library, among, member, inode)
    facts["parameters"] = {"member": who, "object": what, **span, **by_then}
    return Result(result.columns, result.rows, facts)


def gather(
    shelf: Shelf, library: Library, among: Sequence[Taken], pair: dict[str, str | None]
) -> None:
    """Ask each snapshot what it shows of the pair, and what it cannot tell; kept in `series`."""
    shelf.lay(among)
    united = United(shelf, library, among, **pair)
    united.seen(library.query("questions", "sightings"))
    shelf.keep_rows("sightings", library.query("series", "sightings"), {})
    shelf.keep_rows("wanted", library.query("series", "wanted"), {})
    united.unseen()
    for name in ("exposure_states", "exposure_runs"):
        shelf.keep_rows(name, library.query("series", name), {})


def _found(shelf: Shelf, among: Sequence[Taken], find: Callable[[], Found]) -> Found:
    """Find it in the latest snapshot that knows it; what the very latest says where none does."""
    first: NotFound | None = None
    for one in reversed(among):
        try:
            with shelf.standing_at(one):
                return find()
        except NotFound as error:
            first = first or error
            if "this snapshot" not in error.sentence:
                raise
    assert first is not None
    raise first


def _facts(
    shelf: Shelf,
    library: Library,
    among: Sequence[Taken],
    member: Who | None,
    inode: What | None,
) -> dict[str, Any]:
    last = among[-1]
    facts: dict[str, Any] = {
        "organization_id": last.organization_id,
        "source": last.source,
        "snapshot_id": last.snapshot_id,
        "taken_at": last.taken_at,
        "status": last.status,
        "tool_version": __version__,
        "complete": all(one.status == "complete" for one in among),
        "snapshots": [
            {
                "file": str(one.file),
                "taken_at": one.taken_at,
                "plan": one.plan,
                "status": one.status,
            }
            for one in among
        ],
        "left_out": [{"file": file, "reason": reason} for file, reason in shelf.left_out],
        "between_snapshots": "what came and went between two snapshots was seen by none",
    }
    if member:
        facts |= {"member_id": member.member_id, "email": member.email, "name": member.name}
    if inode:
        facts |= {"inode_id": inode.inode_id, "kind": inode.kind, "path_text": inode.path_text}
    facts["not_known"] = shelf.run(library.query("series", "exposure_gaps")).records()
    return facts
