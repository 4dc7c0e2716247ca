"""“What if”: the same answer as if a grant, a team, a membership or an account were otherwise.

Finds what the user names in the snapshot as it is, and lays the relations that `sql/what_if/` makes
in the place of the sealed ones. Must never say what follows: the library's own SQL does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from sigma_audit.ask.which_team import find_team
from sigma_audit.ask.who import find_member
from sigma_audit.errors import ConfigError, NotFound
from sigma_audit.library import Library
from sigma_audit.snapshot.store import Snapshot

if TYPE_CHECKING:
    from sigma_audit.snapshot.inputs import InputTable
    from sigma_audit.snapshot.overlay import Overlay

COLUMNS = (
    ("place", "INTEGER"), ("kind", "VARCHAR"), ("grant_id", "VARCHAR"), ("team_id", "VARCHAR"),
    ("member_id", "VARCHAR"), ("account_type", "VARCHAR"),
)  # fmt: skip
# What each kind of supposition changes; everything downstream is made again by the library's SQL.
CHANGES = {
    "without_grant": ("grants",),
    "without_team": ("grants", "team_members", "teams"),
    "without_member_of": ("team_members",),
    "as_account_type": ("listed_members",),
    "deactivated": ("listed_members",),
}
# How the snapshot was made, what it was held against, and the two trees: as they are, whatever is
# supposed.
KEPT = (
    *("snapshot_info", "credential", "probe_requests", "chain_states", "coverage", "open_chains"),
    *("planned_chains", "planned_extras", "plan_costs", "entry_errors", "extras", "object_sample"),
    *("capabilities", "capabilities_forms", "capabilities_reach", "capabilities_seen", "rereads"),
    *("sweep", "sweep_agreement", "sweep_differences", "sweep_sightings", "unread_places"),
    *("verification", "verification_mismatches", "verification_pairs", "verification_sentence"),
    *("verified_members", "listed_inodes", "inode_facts", "inode_ancestry", "inodes"),
    "content_paths",
)


@dataclass(frozen=True)
class WhatIf:
    """What the user supposes, as typed; each may be said several times. Empty supposes nothing."""

    without_grant: tuple[str, ...] = ()
    without_team: tuple[str, ...] = ()
    without_member_of: tuple[str, ...] = ()
    as_account_type: tuple[str, ...] = ()
    deactivated: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))

    @property
    def parameters(self) -> dict[str, str]:
        """Give what was typed, for the facts of an answer."""
        typed = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: ", ".join(values) for name, values in typed.items() if values}

    @property
    def words(self) -> list[str]:
        """Give what was typed as the words of a command line."""
        return [
            word
            for field in fields(self)
            for value in getattr(self, field.name)
            for word in ("--" + field.name.replace("_", "-"), value)
        ]


@dataclass(frozen=True)
class _Supposed:
    """One supposition found: what it is about, by id."""

    kind: str
    grant_id: str | None = None
    team_id: str | None = None
    member_id: str | None = None
    account_type: str | None = None


Laid: TypeAlias = "tuple[Mapping[str, InputTable] | None, list[Overlay]]"


def laid(path: Path, library: Library, what_if: WhatIf | None, who: str | None = None) -> Laid:
    """Find what is supposed in the snapshot as it is, and give what to open it with instead.

    `who` is the member the question is about, whom `--as-account-type NAME` means; without one it
    means everybody. NotFound with candidates; ConfigError for a form or two that contradict.
    """
    if not what_if:
        return None, []
    from sigma_audit.snapshot.inputs import InputTable
    from sigma_audit.snapshot.overlay import Overlay

    with Snapshot.open(path) as snapshot:
        found = list(_found(snapshot, library, what_if, who))
    given: dict[str | None, str | None] = {}
    for one in found:
        if (
            one.account_type
            and given.setdefault(one.member_id, one.account_type) != one.account_type
        ):
            raise ConfigError(
                "--as-account-type supposes two account types of the same member",
                "give one for each member",
            )
    rows = [
        (place, one.kind, one.grant_id, one.team_id, one.member_id, one.account_type)
        for place, one in enumerate(found, 1)
    ]
    changed = {"suppositions", *(name for one in found for name in CHANGES[one.kind])}
    replaced = {name: library.query("what_if", name) for name in sorted(changed)}
    return {"supposed": InputTable(COLUMNS, rows)}, [Overlay(library, replaced, KEPT)]


@contextmanager
def opened_as_if(
    path: Path, library: Library, what_if: WhatIf | None, who: str | None = None
) -> Iterator[Snapshot]:
    """Open a snapshot as if what is supposed were so; as it is when nothing is."""
    inputs, overlays = laid(path, library, what_if, who)
    with Snapshot.open(path, inputs, overlays) as snapshot:
        yield snapshot


def _found(
    snapshot: Snapshot, library: Library, what_if: WhatIf, who: str | None
) -> Iterator[_Supposed]:
    for text in what_if.without_grant:
        yield _Supposed("without_grant", grant_id=_grant(snapshot, library, text))
    for text in what_if.without_team:
        yield _Supposed("without_team", team_id=find_team(snapshot, library, text)[0])
    for text in what_if.without_member_of:
        team_id, member_id = _membership(snapshot, library, text)
        yield _Supposed("without_member_of", team_id=team_id, member_id=member_id)
    for text in what_if.as_account_type:
        named, name = _account_type(snapshot, library, text)
        of = named or who
        found = find_member(snapshot, library, of).member_id if of else None
        yield _Supposed("as_account_type", member_id=found, account_type=name)
    for text in what_if.deactivated:
        yield _Supposed("deactivated", member_id=find_member(snapshot, library, text).member_id)


def _grant(snapshot: Snapshot, library: Library, text: str) -> str:
    rows = snapshot.run(library.query("questions", "find_grants"), {"grant": text}).records()
    for row in rows:
        if row["matched_by"]:
            return str(row["grant_id"])
    candidates = tuple((str(row["grant_id"]), str(row["words"])) for row in rows)
    raise NotFound(
        f"there is no grant {text!r} in this snapshot",
        "`access why … --format json` gives the id of every grant it names",
        candidates,
    )


def _membership(snapshot: Snapshot, library: Library, text: str) -> tuple[str, str]:
    """Read TEAM:WHO and give both ids; NotFound when they are not in that team."""
    named, colon, who = text.rpartition(":")
    if not colon or not named.strip() or not who.strip():
        raise ConfigError(
            f"--without-member-of {text!r} is not TEAM:WHO",
            "write --without-member-of Finance:ann@example.com",
        )
    team_id, team = find_team(snapshot, library, named)
    member = find_member(snapshot, library, who)
    asked = {"team_id": team_id, "member_id": member.member_id}
    rows = snapshot.run(library.query("questions", "find_team_members"), asked).records()
    if rows and rows[0]["is_asked"]:
        return team_id, member.member_id
    candidates = tuple(
        tuple(str(row[key] or "") for key in ("member_id", "email", "name")) for row in rows
    )
    hint = "its members are listed above" if rows else "nobody was seen in that team"
    raise NotFound(f"{member.name} is not in team {team}", hint, candidates)


def _account_type(snapshot: Snapshot, library: Library, text: str) -> tuple[str, str]:
    """Read [WHO=]NAME and give who, empty for none, and the account type's own name."""
    query = library.query("questions", "find_account_types")
    who = ""
    rows = snapshot.run(query, {"account_type": text}).records()
    if not any(row["is_meant"] for row in rows) and "=" in text:
        who, _, name = text.rpartition("=")
        rows = snapshot.run(query, {"account_type": name}).records()
        text = name
    meant = [row for row in rows if row["is_meant"]]
    if meant:
        return who.strip(), str(meant[0]["name"])
    candidates = tuple((str(row["account_type_id"]), str(row["name"])) for row in rows)
    raise NotFound(
        f"there is no account type {text!r} in this snapshot",
        "write NAME, or WHO=NAME for one member; the account types are listed above",
        candidates,
    )
