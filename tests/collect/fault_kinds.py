"""Every fault that a crawl has to survive or to own up to, and the organisation they strike.

Each kind strikes once or twice and passes, or lasts. What must come of it is said in `sweep.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

from emulator.tiny import uid
from sigma_audit.collect.endpoints import ENDPOINTS
from sigma_audit.emulator.faults import Fault, Kind
from sigma_audit.emulator.org import (
    AccountType,
    Connection,
    Credential,
    Embed,
    Grant,
    Inode,
    Member,
    Org,
    Path,
    Recent,
    Schedule,
    Team,
    TeamMember,
    UserAttribute,
    VersionTag,
)
from sigma_audit.emulator.routes import operation_of
from sigma_audit.emulator.tokens import MARK

Nature = Literal[
    "passes",  # nothing usable arrives; the same question asked again is answered
    "refuses",  # a final no
    "lies",  # an answer that is no error and not true
    "mutilates",  # rows without what identifies them
    "harmless",  # more than was known, or less than was ever needed
    "deletes",  # what was asked for is gone
]
SLOW = 75.0  # seconds: longer than the client waits for an answer


@dataclass(frozen=True)
class Place:
    """Where a fault strikes: an endpoint of the collector, as the emulator tells it apart."""

    name: str
    operation: str
    given: str = ""
    lacking: tuple[str, ...] = ()
    path: str = ""


@dataclass(frozen=True)
class Ailment:
    """One kind of fault by name; `options` are those of the emulator's Fault."""

    name: str
    nature: Nature
    kind: Kind
    options: tuple[tuple[str, Any], ...] = ()

    @property
    def times(self) -> int:
        """How often it strikes in a row where it does not last."""
        return int(dict(self.options).get("times", 1))

    def fault(self, at: Place, *, nth: int = 1, lasts: bool = False, act: Any = None) -> Fault:
        """Make the fault: once, or from the nth call on for good."""
        options = dict(self.options)
        if self.kind in ("missing", "word"):
            options["fields"] = FIELDS[self.name]
        options.pop("times", None)
        times = None if lasts else self.times
        return Fault(
            self.kind, at.operation, path=at.path, given=at.given, lacking=at.lacking,
            nth=nth, times=times, act=act, **options,
        )  # fmt: skip


def _ailment(name: str, nature: Nature, kind: Kind, **options: Any) -> Ailment:
    return Ailment(name, nature, kind, tuple(options.items()))


# Names as the API writes them: what a row cannot do without, and what it can.
FIELDS = {
    "required fields missing": (
        "id", "memberId", "userId", "teamId", "workspaceId", "workbookId", "dataModelId",
        "datasetId", "reportId", "connectionId", "urlId", "accountTypeId", "grantId", "permission",
        "inodeId", "tableId", "scheduledNotificationId", "embedId", "versionTagId",
        "userAttributeId",
    ),
    "optional fields missing": (
        "updatedBy", "updatedAt", "createdAt", "createdBy", "description", "profileImgUrl", "total",
        "hasMore", "visibility", "isArchived", "isInactive",
    ),
    "new words": ("userKind", "visibility", "permission", "type"),
}  # fmt: skip

AILMENTS: tuple[Ailment, ...] = (
    _ailment("429", "passes", "status", status=429, times=2),
    _ailment("429, Retry-After in seconds", "passes", "status", status=429, retry_after="3"),
    _ailment(
        "429, Retry-After as a date", "passes", "status", status=429,
        retry_after="Wed, 21 Oct 2015 07:28:00 GMT",
    ),
    _ailment("429, HTML of an edge", "passes", "edge", status=429, times=2),
    _ailment("429, HTML with Retry-After", "passes", "edge", status=429, retry_after="2"),
    _ailment("429 by a clock 2 hours ahead", "passes", "skewed", seconds=7200.0),
    _ailment("429 by a clock a day behind", "passes", "skewed", seconds=-86400.0),
    _ailment("403, HTML of an edge", "passes", "edge", status=403, times=2),
    _ailment("403", "refuses", "status", status=403),
    _ailment("500", "passes", "status", status=500, times=3),
    _ailment("501", "passes", "status", status=501),
    _ailment("502", "passes", "edge", status=502),
    _ailment("503", "passes", "status", status=503, times=3),
    _ailment("504", "passes", "edge", status=504),
    _ailment("reset", "passes", "reset", times=2),
    _ailment("stall", "passes", "stall", seconds=SLOW),
    _ailment("cut body", "passes", "cut", times=2),
    _ailment("invalid JSON", "passes", "not_json", times=2),
    _ailment("HTML with 200", "passes", "edge", status=200, times=2),
    _ailment("401", "passes", "unauthorized"),
    _ailment("empty page with a cursor", "lies", "empty_page"),
    _ailment("repeated cursor", "lies", "same_cursor"),
    _ailment("cyclic cursor", "lies", "cycle", times=2),
    _ailment("duplicated row", "lies", "duplicate"),
    _ailment("shifted page", "lies", "shift"),
    _ailment("shortened page", "lies", "short"),
    _ailment("wrong total", "lies", "wrong_total"),
    _ailment("error in place of a row", "lies", "entry_error"),
    _ailment("required fields missing", "mutilates", "missing"),
    _ailment("optional fields missing", "harmless", "missing"),
    _ailment("unknown fields", "harmless", "extra"),
    _ailment("new words", "harmless", "word"),
    _ailment("deleted in mid-crawl", "deletes", "act"),
)  # fmt: skip
TOKEN = "postToken"
WHOAMI = "whoami"
DELETED = uid("fault: Draft")


def places(names: Iterable[str] = ENDPOINTS) -> list[Place]:
    """Give every endpoint of the collector as the emulator can tell it from the others."""
    found = []
    names = list(names)
    for name in names:
        operation, own = _operation(name), set(ENDPOINTS[name].query)
        if not operation:  # in no description of the API: told by its path alone
            found.append(Place(name, "", path=ENDPOINTS[name].path))
            continue
        rivals = [set(ENDPOINTS[one].query) for one in names if _operation(one) == operation]
        others = set().union(*rivals) - own
        shared = set.intersection(*rivals)
        found.append(Place(name, operation, min(own - shared, default=""), tuple(sorted(others))))
    return [*found, Place("token", TOKEN)]


def _operation(name: str) -> str:
    return operation_of("GET", ENDPOINTS[name].path.replace("{parent}", uid("any")))


def struck_org() -> Org:
    """Make an organisation of which every endpoint has something to tell, and no more."""
    org = Org(uid("fault: organization"), _now())
    _people(org)
    _things(org)
    _extras(org)
    return org


def deleting(org: Org) -> Callable[[], None]:
    """Delete a workbook that nobody was given."""

    def act() -> None:
        org.inodes.pop(DELETED, None)

    return act


def _now() -> Any:
    from datetime import datetime

    return datetime(2026, 6, 1, 9, 0)


def _people(org: Org) -> None:
    everything = {
        "view-workbook": "View workbooks",
        "publish-workbook": "Create, edit, and publish workbooks",
        "view-worksheet": "View datasets (also data models)",
        "manage-connection": "Manage connections",
    }
    for name, permissions in (("Admin", everything), ("View", {"view-workbook": "View workbooks"})):
        key = uid(f"fault: {name}")
        org.account_types[key] = AccountType(key, name, "", False, permissions)
    for name, account_type in (("ada", "Admin"), ("ben", "View"), ("cleo", "View")):
        home = Inode(uid(f"fault: home {name}"), "folder", "My Documents", None, owner_id=name)
        org.inodes[home.inode_id] = home
        org.members[name] = Member(
            name, f"{name}@fault.test", name.title(), "F", account_type, home.inode_id
        )
    for name, members in (("Red", ("ben", "cleo", "ada")), ("Blue", ("cleo",))):
        key = uid(f"fault: {name}")
        org.teams[key] = Team(key, name, members={one: TeamMember(one) for one in members})
    org.credentials["fault-id"] = Credential("fault-id", f"{MARK}fault", "ada", "ada's")


def _things(org: Org) -> None:
    for name, kind, parent in (
        ("Space", "workspace", None), ("Plans", "folder", "Space"), ("Budget", "workbook", "Plans"),
        ("Draft", "workbook", "Space"), ("Diary", "workbook", "home ben"),
        ("Model", "data-model", "Space"), ("Rates", "dataset", "Space"),
        ("Board", "report", "Space"), ("Old board", "report", "Space"),
        ("Old", "workbook", "Space"),
    ):  # fmt: skip
        key = uid(f"fault: {name}")
        above = None if parent is None else uid(f"fault: {parent}")
        org.inodes[key] = Inode(key, kind, name, above, owner_id="ada", created_by="ada")
    for name in ("Old", "Old board"):
        org.inodes[uid(f"fault: {name}")].is_archived = True
    snow = uid("fault: Snow")
    org.connections[snow] = Connection(snow, "Snow", "snowflake", 3)
    for text in ("DB", "DB.S", "DB.S.T"):
        key = uid(f"fault: {text}")
        org.paths[key] = Path(key, snow, tuple(text.split(".")))
    for thing, permission, member_id, team in (
        ("Space", "explore", None, "Red"), ("Plans", "organize", "ben", None),
        ("Plans", "view", None, "Blue"), ("Plans", "view", None, None),
        ("Budget", "edit", "ben", None), ("Budget", "view", None, "Red"),
        ("Board", "view", None, None), ("Snow", "usage", None, "Red"),
        ("DB", "annotate", "ben", None), ("DB.S.T", "usage", None, "Blue"),
    ):  # fmt: skip
        key = uid(f"fault: {thing} {permission} {member_id} {team}")
        team_id = None if team is None else uid(f"fault: {team}")
        org.grants[key] = Grant(
            key, uid(f"fault: {thing}"), permission, member_id, team_id, created_by="ada"
        )


def _extras(org: Org) -> None:
    budget, board, tag = uid("fault: Budget"), uid("fault: Board"), uid("fault: tag")
    org.tags[tag] = VersionTag(tag, "Prod", owner_id="ada")
    org.inodes[budget].tag_ids = [tag]
    org.inodes[budget].source_inode_ids = [uid("fault: Model"), uid("fault: DB.S.T")]
    for name in ("Model", "Rates", "Board"):
        org.inodes[uid(f"fault: {name}")].source_inode_ids = [uid("fault: DB.S.T")]
    org.embeds[uid("fault: embed")] = Embed(uid("fault: embed"), budget, public=True)
    for inode_id in (budget, board):
        key = uid(f"fault: schedule {inode_id}")
        org.schedules[key] = Schedule(key, inode_id, "ada", "0 6 * * *")
    region = UserAttribute(uid("fault: region"), "Region", users={"ben": "EU"})
    region.teams[uid("fault: Red")] = ("CH", 1)
    org.user_attributes[region.user_attribute_id] = region
    org.recents.append(Recent("ben", budget, _now()))
