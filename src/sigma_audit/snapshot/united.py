"""Lays what many snapshots hold about one subject into one catalog, `united`, as if they were one.

Every id gets its snapshot's number before it, so that what is written of one snapshot tells of all
of them at once, and of none by another's rows. Of each only what the subject rests on is read, by
`sql/slices`, and what is alike only once. Must never decide what access is, nor what is alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sigma_audit.library import Library, Query
from sigma_audit.snapshot import allowed
from sigma_audit.snapshot.build import quoted
from sigma_audit.snapshot.shelf import Shelf, Taken
from sigma_audit.snapshot.store import bind

_KEYS = ("member_id", "inode_id")
_WIDTH = 3  # letters of an id that name its bucket in `digests`
# The same in every snapshot that this version can read.
_WORDS = ("permission_levels", "permission_translations")
_UNLAID = "null as grant_id, null as reason_id, *"


@dataclass(frozen=True)
class Slice:
    """What is read of one relation: its ids, by which of them a moment chooses, its digest's part.

    Of a part, rows that are alike are read once; `bucket` is the id whose last letters choose it.
    """

    ids: tuple[str, ...]
    by: str = ""
    part: str = ""
    bucket: str = ""
    columns: str = "*"


SLICES: Mapping[str, Slice] = {
    "inode_ancestry": Slice(("inode_id", "ancestor_id"), "inode_id", "place", "inode_id"),
    "access_sources": Slice(
        ("source_inode_id", "principal_id"), "", "source", "source_inode_id", _UNLAID
    ),
    "principal_members": Slice(("principal_id", "member_id"), "member_id"),
    "inodes": Slice(("inode_id",), "inode_id", "place", "inode_id"),
    "inode_gaps": Slice(("inode_id",), "inode_id", "place", "inode_id"),
    "members": Slice(("member_id", "account_type_id"), "member_id", "member"),
    "member_gaps": Slice(("member_id",), "member_id", "member_gap"),
    "account_type_caps": Slice(("account_type_id",), "", "cap"),
}
# Which file of `sql/slices` reads a relation, where it is not of that name: in which order what is
# found leads on, for an inode and for a member alone.
_OF_INODE: Mapping[str, str] = {
    "inode_ancestry": "places_of_inode",
    "access_sources": "sources_on_places",
}
_OF_MEMBER: Mapping[str, str] = {
    "principal_members": "principals_of_member",
    "access_sources": "sources_of_principals",
    "inode_ancestry": "places_below_sources",
}


class United:
    """What the snapshots of a question hold about its subject: a member, an inode or both."""

    def __init__(
        self, shelf: Shelf, library: Library, among: Sequence[Taken],
        member_id: str | None, inode_id: str | None,
    ) -> None:  # fmt: skip
        """Read, and make `united` and `series.moments`: which snapshots in a row are alike."""
        self._shelf, self._library, self._among = shelf, library, among
        self._asked: Mapping[str, object] = {"member_id": member_id, "inode_id": inode_id}
        for name in ("united", "slices"):
            shelf.do(f"detach database if exists {name}")
            shelf.do(f"attach ':memory:' as {name}")
        self._gather("digests", "digests")
        self._keep("alike")
        if inode_id is None:
            self._read(_OF_MEMBER)
        else:
            self._slice("inode_ancestry", _OF_INODE["inode_ancestry"])
            self._gather("digests", "digests_of_places", is_more=True)
            self._keep("alike")
            self._slice("access_sources", _OF_INODE["access_sources"])
        self._keep("asked_inodes")
        read = dict.fromkeys(
            ("inodes", "inode_gaps", "members", "member_gaps", "account_type_caps")
        )
        self._read({name: name for name in read})
        if inode_id is not None:
            self._keep("asked_principals")
            self._slice("principal_members", "members_of_principals")
        self._keep("turns")
        self._keep("moments")
        self._lay()

    def seen(self, query: Query) -> None:
        """Put a query to the united snapshots and keep its rows as `series.seen`, each its own."""
        plain = ", ".join(f"{key}[strpos({key}, '/') + 1:] as {key}" for key in _KEYS)
        with self._shelf.within("united"):
            self._shelf.do(
                f"create or replace table series.seen as select split_part(member_id, '/', 1)"
                f"::integer as snapshot_no, * replace ({plain}) from ({allowed.body(query.sql)})",
                bind(query, {}),
            )

    def unseen(self) -> None:
        """Make `series.blind_spots`: where no access is seen, and none can be ruled out."""
        self._keep("unseen")
        self._keep("absent")
        absent = {row[0] for row in self._shelf.do("from series.absent")}
        self._gather("whole_lists", "whole_lists", absent)
        self._keep("blind_spots")

    def _keep(self, name: str) -> None:
        query = self._library.query("series", name)
        self._shelf.keep_rows(name, query, self._params(query))

    def _gather(
        self, table: str, name: str, only: set[int] | None = None, *, is_more: bool = False
    ) -> None:
        """Make `slices.<table>`, or add to it, of a file of `sql/slices`."""
        query = self._library.query("slices", name)
        self._shelf.gather_slices(
            f"slices.{table}", query, self._params(query), self._among, only, is_more=is_more
        )

    def _params(self, query: Query) -> Mapping[str, object]:
        """Give what is asked about, as far as a query wants to know."""
        declared = {param.name for param in query.params}
        return {name: value for name, value in self._asked.items() if name in declared}

    def _read(self, files: Mapping[str, str]) -> None:
        for relation, name in files.items():
            self._slice(relation, name)

    def _slice(self, relation: str, name: str) -> None:
        """Make `slices.<relation>`: rows, and from which snapshot to which they are the same."""
        part, bucket = SLICES[relation].part, SLICES[relation].bucket
        of_part = f"from series.alike where part = {quoted(part)}"
        only = {row[0] for row in self._shelf.do(f"select distinct as_no {of_part}")}
        self._gather(f"{relation}_read", name, only if part else None)
        key = f"right(r.{bucket}, {_WIDTH})" if bucket else "''"
        until = "select r.*, r.snapshot_no as until_no"
        alike = "select r.* replace (a.snapshot_no as snapshot_no), a.until_no"
        self._shelf.do(
            f"create view slices.{relation} as {alike if part else until} "
            f"from slices.{relation}_read r "
            + f"join series.alike a on a.part = {quoted(part)} and a.as_no = r.snapshot_no "
            f"and a.bucket = {key}" * bool(part)
        )

    def _lay(self) -> None:
        """Make `united.<relation>` of what is read, at the beginning of each moment."""
        for relation, of in SLICES.items():
            ids = ", ".join(f"m.snapshot_no || '/' || coalesce(r.{i}, '') as {i}" for i in of.ids)
            by = f", {of.by}" * bool(of.by)
            same = f" and m.{of.by} = r.{of.by}" * bool(of.by)
            self._shelf.do(
                f"create table united.{relation} as "
                f"select {of.columns} exclude (snapshot_no, until_no) "
                f"from (select r.* replace ({ids}) from slices.{relation} r "
                f"join (select distinct snapshot_no{by} from series.moments) m "
                f"on m.snapshot_no between r.snapshot_no and r.until_no{same})"
            )
        with self._shelf.standing_at(self._among[-1]):
            for name in _WORDS:
                self._shelf.do(f"create table united.{name} as from main.{name}")
        with self._shelf.within("united"):
            for name in ("access_paths", "effective_access"):
                self._shelf.do(f"create view {name} as {self._library.query('model', name).sql}")
