"""Lays what many snapshots hold about one subject into one catalog, `united`, as if they were one.

Every id gets its snapshot's number before it, so that what is written of one snapshot tells of all
of them at once, and of none by another's rows. Of one inode only what it rests on is read, as
`slices`, and of those that are alike only the first is laid. Must never decide what access is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sigma_audit.library import Library, Query
from sigma_audit.snapshot import allowed
from sigma_audit.snapshot.build import quoted
from sigma_audit.snapshot.shelf import Shelf, Taken
from sigma_audit.snapshot.store import bind

_KEYS = ("member_id", "inode_id")
_REACHED = "'{n}/' || t.member_id in (select member_id from united.access_paths)"
_FOUND = "'{n}/' || t.inode_id in (select inode_id from united.access_paths)"
# What an answer about one member reads: relation -> its ids, and which rows; `t` is a row, `{n}`
# the snapshot's number. Those of nobody reached are left where they lie.
_OF_MEMBER: Mapping[str, tuple[tuple[str, ...], str]] = {
    "access_paths": (_KEYS, "true"),
    "members": (("member_id", "account_type_id"), _REACHED),
    "inodes": (("inode_id",), _FOUND),
    "account_type_caps": (("account_type_id",), "true"),
    "inode_gaps": (("inode_id",), _FOUND),
    "member_gaps": (("member_id",), "true"),
    "principal_members": (("member_id",), f"t.principal_kind = 'organization' and {_REACHED}"),
}
# What an answer about one inode reads: relation -> its ids, and which of them a moment chooses by.
_OF_INODE: Mapping[str, tuple[tuple[str, ...], str]] = {
    "inode_ancestry": (("inode_id", "ancestor_id"), ""),
    "inodes": (("inode_id",), ""),
    "inode_gaps": (("inode_id",), ""),
    "access_sources": (("source_inode_id", "principal_id"), ""),
    "account_type_caps": (("account_type_id",), ""),
    "principal_members": (("principal_id", "member_id"), "member_id"),
    "members": (("member_id", "account_type_id"), "member_id"),
    "member_gaps": (("member_id",), "member_id"),
}
_LISTS = (
    "'members', 'workspaces', 'workbooks', 'workbooks_archived', 'reports', 'reports_archived', "
    "'data_models', 'datasets', 'connections', 'paths'"
)
# The same in every snapshot that this version can read.
_WORDS = ("permission_levels", "permission_translations")


def unite(
    shelf: Shelf, library: Library, member_id: str | None, inode_id: str | None,
    among: Sequence[Taken],
) -> None:  # fmt: skip
    """Make `united`, and `series.moments`: which snapshots in a row are alike for each member."""
    for name in ("united", "slices"):
        shelf.do(f"detach database if exists {name}")
        shelf.do(f"attach ':memory:' as {name}")
    if inode_id is None:
        shelf.do(
            "create or replace table series.moments "
            "(member_id varchar, snapshot_no integer, until_no integer)"
        )
        _lay_of_member(shelf, str(member_id), among)
        views = ["effective_access"]
    else:
        _slice(shelf, library, member_id, inode_id, among)
        shelf.keep_rows("moments", library.query("series", "moments"), {})
        _lay_of_inode(shelf)
        views = ["access_paths", "effective_access"]
    for name in _WORDS:
        shelf.gather_slices(f"united.{name}", among[-1:], f"from {{a}}.main.{name}")
    with shelf.within("united"):
        for name in views:
            shelf.do(f"create view {name} as {library.query('model', name).sql}")


def gather_united(shelf: Shelf, name: str, query: Query) -> None:
    """Put a query to the united snapshots and keep its rows as `series.<name>`, each id its own."""
    plain = ", ".join(f"{key}[strpos({key}, '/') + 1:] as {key}" for key in _KEYS)
    with shelf.within("united"):
        shelf.do(
            f"create or replace table series.{name} as select split_part(member_id, '/', 1)"
            f"::integer as snapshot_no, * replace ({plain}) from ({allowed.body(query.sql)})",
            bind(query, {}),
        )


def _lay_of_member(shelf: Shelf, member_id: str, among: Sequence[Taken]) -> None:
    for name, (ids, where) in _OF_MEMBER.items():
        if name == "access_paths":
            where = f"member_id = {quoted(member_id)}"
        prefixed = ", ".join(f"'{{n}}/' || coalesce({key}, '') as {key}" for key in ids)
        shelf.gather_slices(
            f"united.{name}",
            among,
            f"select * replace ({prefixed}) from {{a}}.main.{name} t where {where}",
        )


def _slice(
    shelf: Shelf, library: Library, member_id: str | None, inode_id: str, among: Sequence[Taken]
) -> None:
    """Read of each snapshot what an answer about the inode rests on, each relation once."""

    def read(name: str, columns: str, where: str, part: str = "") -> None:
        """Make `slices.<name>`; of a part that is alike, what the first snapshot says of it."""
        select = f"select {{n}}::integer as snapshot_no, {columns} from {{a}}.main.{name} "
        if not part:
            shelf.gather_slices(f"slices.{name}", among, f"{select} where {where}")
            return
        first = f"select distinct as_no from series.alike where part = {quoted(part)}"
        only = {row[0] for row in shelf.do(first)}
        shelf.do(f"drop table if exists slices.{name}_read")
        shelf.gather_slices(f"slices.{name}_read", among, f"{select} where {where}", only)
        shelf.do(
            f"create table slices.{name} as select r.* replace (a.snapshot_no as snapshot_no) "
            f"from slices.{name}_read r join series.alike a on a.as_no = r.snapshot_no "
            f"and a.part = {quoted(part)}"
        )

    def compare(where: str) -> None:
        """Make `series.alike` of the digests read so far and of these."""
        shelf.gather_slices(
            "slices.digests", among, f"select {{n}}::integer as snapshot_no, part, bucket, digest "
            f"from {{a}}.main.digests where {where}",
        )  # fmt: skip
        shelf.keep_rows("alike", library.query("series", "alike"), {})

    here = f"inode_id = {quoted(inode_id)}"
    them = f"member_id = {quoted(member_id)}" if member_id else "true"
    compare(f"bucket = '' or part = 'place' and bucket = {quoted(inode_id[-3:])}")
    read("inode_ancestry", "inode_id, ancestor_id, distance", here, "place")
    read("inodes", "inode_id, plane, kind, path_text, permission_class, created_at", here, "place")
    read("inode_gaps", "*", here, "place")
    of_member = "member_id, name, email, account_type_id, is_usable, created_at"
    read("members", of_member, them, "member")
    read("account_type_caps", "*", "true", "cap")
    read("member_gaps", "*", them, "member_gap")
    # Lists that were not read to their end: what they do not show may be there.
    read("chain_states", "endpoint", f"not is_known and endpoint in ({_LISTS})", "list")
    # Joined, a few blocks of it are read; with a list of ids, all of them.
    shelf.do(
        "create table slices.places as "
        "select distinct ancestor_id as source_inode_id from slices.inode_ancestry"
    )
    above = shelf.do("select distinct right(source_inode_id, 3) from slices.places order by 1")
    buckets = ", ".join(quoted(row[0]) for row in above) or "null"
    shelf.do("drop table slices.digests")
    compare(f"part = 'source' and bucket in ({buckets})")
    read(
        "access_sources",
        "* replace (null as reason_id, null as grant_id)",
        "source_inode_id in (select source_inode_id from slices.places)",
        "source",
    )
    # Whom a grant to the whole organisation reaches matters as well where one may be missing.
    whose = (
        "select distinct principal_id from slices.access_sources union "
        "select '' from slices.inode_gaps where is_for_everyone order by 1"
    )
    listed = ", ".join(quoted(row[0]) for row in shelf.do(whose))
    read(
        "principal_members",
        "principal_kind, principal_id, member_id, team_id",
        f"principal_id in ({listed}) and {them}" if listed else "false",
    )


def _lay_of_inode(shelf: Shelf) -> None:
    for name, (ids, by) in _OF_INODE.items():
        prefixed = ", ".join(f"t.snapshot_no || '/' || coalesce({key}, '') as {key}" for key in ids)
        same = f"m.member_id = t.{by} and " if by else ""
        shelf.do(
            f"create table united.{name} as select * exclude (snapshot_no) replace ({prefixed}) "
            f"from slices.{name} t semi join series.moments m "
            f"on {same}m.snapshot_no = t.snapshot_no"
        )
