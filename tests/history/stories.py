"""Each kind of change alone, with exactly the rows it makes, worked out by hand.

`base` rows read: entity, change, ids in words, column, before -> after. `access` rows read: who,
what, column, change, before -> after; "granted" and "effective" stand for the permissions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from history.universe import Universe
from worlds import BUILD, VIEW


@dataclass(frozen=True)
class Story:
    """One change and its known consequences."""

    change: Callable[[Universe], object]
    base: tuple[str, ...] = ()
    access: tuple[str, ...] = field(default=())


def _data(who: str, change: str, values: str) -> tuple[str, ...]:
    return tuple(
        f"{who} {what} granted {change} {values}" for what in ("snow", "db", "schema", "table")
    )


def _archived_team(u: Universe) -> None:
    u.world.teams[u.ids["team fin"]]["isArchived"] = True


def _deleted_team(u: Universe) -> None:
    del u.world.teams[u.ids["team ops"]], u.world.team_members[u.ids["team ops"]]
    u.revoke("ops", team="ops")


def _new_team(u: Universe) -> None:
    u.ids["team new"] = u.world.team(f"{u.name} new", u.ids["flo"])


def _team_admin(u: Universe) -> None:
    u.world.team_members[u.ids["team fin"]][1]["isTeamAdmin"] = True


def _new_document(u: Universe) -> None:
    u.ids["q4"] = u.world.document("workbook", "q4", u.ids["budgets"], u.ids["dan"])


def _new_folder(u: Universe) -> None:
    u.ids["plans"] = u.world.folder("plans", u.ids["fin"], u.ids["flo"])


def _new_workspace(u: Universe) -> None:
    u.ids["lab"] = u.world.workspace(f"{u.name} lab")


def _new_connection(u: Universe) -> None:
    u.ids["lake"] = u.world.connection(f"{u.name} lake")


def _new_table(u: Universe) -> None:
    u.ids["table two"] = u.world.path(u.ids["snow"], "D", "S", "T2")


def _regrant(u: Universe, permission: str) -> None:
    u.revoke("budgets", team="fin")
    u.grant("budgets", permission, team="fin", again=True)


def _rename_account_type(u: Universe) -> None:
    u.world.account_types[u.ids["view"]]["name"] = f"{u.name} Reader"
    u.person("bob")["memberType"] = f"{u.name} reader"


def _account_type(u: Universe, name: str, *permissions: str) -> None:
    u.world.account_type(f"{u.name} {name}", *permissions)


def _noise(u: Universe) -> None:
    u.person("ann").update(
        profileImgUrl="https://example.test/a.png", updatedAt="2024-05-01T00:00:00Z"
    )
    u.world.team_members[u.ids["team fin"]][0]["addedBy"] = u.ids["dan"]
    u.world.teams[u.ids["team fin"]].update(description="text", updatedAt="2024-05-01T00:00:00Z")
    u.world.connections[u.ids["snow"]].update(lastActiveAt="2024-05-01T00:00:00Z")
    u.person("bob")["memberType"] = f"{u.name} VIEW"
    u.world.grants[next(iter(u.world.grants))]["updatedAt"] = "2024-05-01T00:00:00Z"


STORIES: dict[str, Story] = {
    "nothing": Story(lambda u: None),
    "noise": Story(_noise),
    "joins": Story(
        lambda u: u.member("eve"),
        ("member added eve", "inode added home of eve"),
        ("eve home of eve granted gained None -> edit",),
    ),
    "archived": Story(
        lambda u: u.person("dan").update(isArchived=True),
        ("member changed dan status active -> archived",),
        (
            *(f"dan {what} effective lost edit -> None" for what in ("q3", "model", "note")),
            *(f"dan {what} effective lost organize -> None" for what in ("ops", "vault")),
            *(f"dan {what} effective lost annotate -> None" for what in ("schema", "table")),
            "dan home of dan effective lost edit -> None",
        ),
    ),
    "switched off": Story(
        lambda u: u.person("flo").update(isInactive=True),
        ("member changed flo status active -> inactive",),
        ("flo home of flo effective lost edit -> None",),
    ),
    "leaves for good": Story(
        lambda u: u.world.members.pop(u.ids["flo"]),
        ("member removed flo", "inode removed home of flo"),
        ("flo home of flo granted lost edit -> None",),
    ),
    "account type down": Story(
        lambda u: u.person("ann").update(memberType=f"{u.name} View"),
        ("member changed ann account_type {u} Build -> {u} View",),
        ("ann q3 effective lowered explore -> view",),
    ),
    "account type up": Story(
        lambda u: u.person("bob").update(memberType=f"{u.name} Build"),
        ("member changed bob account_type {u} View -> {u} Build",),
        ("bob q3 effective raised view -> explore",),
    ),
    "kind": Story(
        lambda u: u.person("flo").update(userKind="guest"),
        ("member changed flo user_kind internal -> guest",),
    ),
    "name and address": Story(
        lambda u: u.person("ann").update(firstName="Anne", email=f"{u.name}.anne@example.test"),
        (
            "member changed ann name ann Test -> Anne Test",
            "member changed ann email ann@example.test -> {u}.anne@example.test",
        ),
    ),
    "team made": Story(_new_team, ("team added team new", "team_member added flo team new")),
    "team deleted": Story(
        _deleted_team,
        (
            "team removed team ops",
            "team_member removed dan team ops",
            "grant removed team ops ops organize -> None",
        ),
        tuple(f"dan {what} granted lost organize -> None" for what in ("ops", "vault")),
    ),
    "team archived": Story(
        _archived_team,
        ("team changed team fin is_archived false -> true",),
        (
            "bob budgets granted lost explore -> None",
            *(f"{who} q3 granted lost explore -> None" for who in ("ann", "bob")),
            *(f"{who} model granted lost view -> None" for who in ("ann", "bob")),
            *_data("ann", "lost", "usage -> None"),
            *_data("bob", "lost", "usage -> None"),
        ),
    ),
    "team renamed and hidden": Story(
        lambda u: u.world.teams[u.ids["team fin"]].update(name="finance", visibility="private"),
        (
            "team changed team fin name {u} fin -> finance",
            "team changed team fin visibility public -> private",
        ),
    ),
    "membership": Story(
        lambda u: u.join("fin", "flo"),
        ("team_member added flo team fin",),
        (
            "flo budgets granted gained None -> explore",
            "flo q3 granted gained None -> explore",
            "flo model granted gained None -> view",
            *_data("flo", "gained", "None -> usage"),
        ),
    ),
    "membership ends": Story(
        lambda u: u.leave("fin", "bob"),
        ("team_member removed bob team fin",),
        (
            "bob budgets granted lost explore -> None",
            "bob q3 granted lost explore -> None",
            "bob model granted lost view -> None",
            *_data("bob", "lost", "usage -> None"),
        ),
    ),
    "team admin": Story(
        _team_admin, ("team_member changed bob team fin is_team_admin false -> true",)
    ),
    "workspace made": Story(_new_workspace, ("workspace added lab",)),
    "workspace renamed": Story(
        lambda u: u.inode("fin").update(name="finance"),
        ("workspace changed fin name {u} fin -> finance",),
    ),
    "folder made": Story(
        _new_folder,
        ("inode added plans",),
        ("flo plans granted gained None -> edit",),
    ),
    "document made": Story(
        _new_document,
        ("inode added q4",),
        (
            "ann q4 granted gained None -> explore",
            "bob q4 granted gained None -> explore",
            "dan q4 granted gained None -> edit",
        ),
    ),
    "document deleted": Story(
        lambda u: u.delete("model"),
        ("inode removed model",),
        (
            "ann model granted lost view -> None",
            "bob model granted lost view -> None",
            "dan model granted lost edit -> None",
        ),
    ),
    "document archived": Story(
        lambda u: u.inode("q3").update(is_archived=True),
        ("inode changed q3 is_archived false -> true",),
    ),
    "document renamed": Story(
        lambda u: u.inode("q3").update(name="Q3 final"),
        ("inode changed q3 name q3 -> Q3 final",),
    ),
    "document moved": Story(
        lambda u: u.inode("q3").update(parent=u.ids["vault"]),
        ("inode changed q3 parent_id budgets -> vault",),
        (
            "ann q3 granted lost explore -> None",
            "bob q3 granted lost explore -> None",
            "cyd q3 granted gained None -> edit",
        ),
    ),
    "folder moved": Story(
        lambda u: u.inode("vault").update(parent=u.ids["fin"]),
        ("inode changed vault parent_id ops -> fin",),
        ("dan vault granted lost organize -> None",),
    ),
    "new owner": Story(
        lambda u: u.inode("q3").update(owner=u.ids["ann"]),
        ("inode changed q3 owner_id dan -> ann",),
        ("ann q3 granted raised explore -> edit", "dan q3 granted lost edit -> None"),
    ),
    "connection made": Story(_new_connection, ("connection added lake",)),
    "connection changed": Story(
        lambda u: u.world.connections[u.ids["snow"]].update(
            name="ice", useOauth=True, isArchived=True
        ),
        (
            "connection changed snow name {u} snow -> ice",
            "connection changed snow use_oauth false -> true",
            "connection changed snow is_archived false -> true",
            *(
                f"inode changed {path} is_archived false -> true"
                for path in ("db", "schema", "table")
            ),
        ),
    ),
    "table listed": Story(
        _new_table,
        ("inode added table two",),
        (
            "ann table two granted gained None -> usage",
            "bob table two granted gained None -> usage",
            "dan table two granted gained None -> annotate",
        ),
    ),
    "table gone": Story(
        lambda u: u.delete("table"),
        (
            "inode removed table",
            "inode changed schema kind schema -> table",
            "inode changed db kind database -> schema",
        ),
        (
            "ann table granted lost usage -> None",
            "bob table granted lost usage -> None",
            "dan table granted lost annotate -> None",
        ),
    ),
    "grant": Story(
        lambda u: u.grant("model", "view", member="flo"),
        ("grant added flo model None -> view",),
        ("flo model granted gained None -> view",),
    ),
    "grant ends": Story(
        lambda u: u.revoke("vault", member="cyd"),
        ("grant removed cyd vault edit -> None",),
        ("cyd vault granted lost edit -> None", "cyd note granted lost edit -> None"),
    ),
    "grant raised": Story(
        lambda u: _regrant(u, "edit"),
        ("grant changed team fin budgets explore -> edit",),
        (
            "bob budgets granted raised explore -> edit",
            *(f"{who} q3 granted raised explore -> edit" for who in ("ann", "bob")),
            *(f"{who} model granted raised view -> edit" for who in ("ann", "bob")),
        ),
    ),
    "grant lowered": Story(
        lambda u: _regrant(u, "view"),
        ("grant changed team fin budgets explore -> view",),
        (
            "bob budgets granted lowered explore -> view",
            *(f"{who} q3 granted lowered explore -> view" for who in ("ann", "bob")),
        ),
    ),
    "grant issued again": Story(lambda u: _regrant(u, "explore")),
    "grant not understood": Story(
        lambda u: u.grant("q3", "apply", member="flo"),
        ("grant added flo q3 None -> apply",),
    ),
    "writeback": Story(
        lambda u: u.grant("snow", "writeback", member="ann"),
        ("grant added ann snow None -> writeback",),
        tuple(
            f"ann {what} can_write_back gained None -> true"
            for what in ("snow", "db", "schema", "table")
        ),
    ),
    "permission taken from an account type": Story(
        lambda u: _account_type(u, "View", *(text for text in VIEW if text != "View datasets")),
        ("account_type_permission removed view view-datasets",),
        ("bob model effective lost view -> None",),
    ),
    "permission given to an account type": Story(
        lambda u: _account_type(u, "View", *VIEW, "Full explore"),
        ("account_type_permission added view full-explore",),
        ("bob q3 effective raised view -> explore",),
    ),
    "account type made": Story(
        lambda u: u.ids.update(lean=u.world.account_type(f"{u.name} Lean", BUILD[0])),
        (
            "account_type_permission added lean",
            "account_type_permission added lean view-connections",
        ),
    ),
    "account type renamed": Story(
        _rename_account_type,
        ("account_type_permission changed view account_type_name {u} View -> {u} Reader",),
    ),
}
