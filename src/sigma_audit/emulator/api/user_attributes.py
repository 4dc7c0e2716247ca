"""/v2/user-attributes: values that row-level security reads, by user, team and tenant.

Admins only. Must never widen what anybody can open: an attribute narrows (R20).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sigma_audit.emulator import paging
from sigma_audit.emulator.api import shapes
from sigma_audit.emulator.call import Call
from sigma_audit.emulator.org import UserAttribute
from sigma_audit.emulator.refusal import conflict, invalid, not_found

_AT_MOST = 100  # assignments in one request (3.1)


def _value(text: str) -> dict[str, str]:
    return {"type": "string", "val": text}


def _read(value: object) -> str:
    if not isinstance(value, dict) or not isinstance(value.get("val"), str):
        raise invalid("Expecting {type, val} at 0.value")
    return str(value["val"])


def _entry(one: UserAttribute) -> Mapping[str, Any]:
    default = None if one.default_value is None else _value(one.default_value)
    return {
        "userAttributeId": one.user_attribute_id,
        "name": one.name,
        "description": one.description,
        "defaultValue": default,
        **shapes.stamps(None),
    }


def _attribute(call: Call, attribute_id: str | None = None) -> UserAttribute:
    call.require_admin()
    wanted = (attribute_id or call.path["userAttributeId"]).lower()
    attribute = call.org.user_attributes.get(wanted)
    if attribute is None:
        raise not_found(f"User attribute {wanted}")
    return attribute


def list_attributes(call: Call) -> object:
    """Answer listUserAttributes."""
    call.require_admin()
    name = (call.text("name") or "").casefold()
    rows = [one for one in call.org.user_attributes.values() if name in one.name.casefold()]
    return paging.pages(call, rows, _entry, has_more=False)


def get_attribute(call: Call) -> object:
    """Answer getUserAttribute."""
    return _entry(_attribute(call))


def create_attribute(call: Call) -> object:
    """Answer createUserAttribute."""
    call.require_admin()
    name, default = call.need("name", str), call.take("defaultValue", dict)
    if any(one.name.casefold() == name.casefold() for one in call.org.user_attributes.values()):
        raise conflict("already_exists", f"A user attribute named {name} already exists")
    attribute = UserAttribute(
        call.emulator.new_id("user-attribute", call.org.user_attributes),
        name,
        call.take("description", str),
        None if default is None else _read(default),
    )
    call.org.user_attributes[attribute.user_attribute_id] = attribute
    return _entry(attribute)


def delete_attribute(call: Call) -> object:
    """Answer deleteUserAttribute."""
    del call.org.user_attributes[_attribute(call).user_attribute_id]
    return {}


def _page(call: Call, rows: list[tuple[str, str]], id_name: str) -> object:
    return paging.pages(
        call,
        rows,
        lambda row: {id_name: row[0], "value": _value(row[1]), **shapes.stamps(None)},
        has_more=False,
    )


def list_users(call: Call) -> object:
    """Answer getUserAttributeUserAssignments."""
    return _page(call, list(_attribute(call).users.items()), "userId")


def list_tenants(call: Call) -> object:
    """Answer getUserAttributeTenantAssignments."""
    return _page(call, list(_attribute(call).tenants.items()), "tenantOrganizationId")


def list_teams(call: Call) -> object:
    """Answer getUserAttributeTeamAssignments, with the priority that settles several teams."""
    rows = sorted(_attribute(call).teams.items(), key=lambda item: item[1][1])
    return paging.pages(
        call,
        rows,
        lambda row: {
            "teamId": row[0],
            "value": _value(row[1][0]),
            "priority": row[1][1],
            **shapes.stamps(None),
        },
        has_more=False,
    )


def list_of_team(call: Call) -> object:
    """Answer getTeamUserAttributeAssignments."""
    call.require_admin()
    team = call.team(call.path["teamId"])
    rows = [one for one in call.org.user_attributes.values() if team.team_id in one.teams]
    return paging.pages(
        call,
        rows,
        lambda one: {
            "userAttributeId": one.user_attribute_id,
            "userAttributeName": one.name,
            "value": _value(one.teams[team.team_id][0]),
        },
        has_more=False,
    )


def _entries(call: Call, name: str, id_name: str) -> list[tuple[str, object]]:
    entries = call.need(name, list)
    if len(entries) > _AT_MOST:
        raise invalid(f"At most {_AT_MOST} assignments in one request")
    found = []
    for entry in entries:
        if not isinstance(entry, dict) or not isinstance(entry.get(id_name), str):
            raise invalid(f"Expecting string at 0.{name}.{id_name}")
        found.append((entry[id_name], entry.get("value")))
    return found


def _assign_team(attribute: UserAttribute, team_id: str, value: str) -> None:
    known = attribute.teams.get(team_id)
    attribute.teams[team_id] = (value, known[1] if known else len(attribute.teams) + 1)


def set_teams(call: Call) -> object:
    """Answer setUserAttributeForTeams."""
    attribute = _attribute(call)
    for team_id, value in _entries(call, "assignments", "teamId"):
        _assign_team(attribute, call.team(team_id).team_id, _read(value))
    return {}


def assign_to_team(call: Call) -> object:
    """Answer assignUserAttributesToTeam."""
    call.require_admin()
    team = call.team(call.path["teamId"])
    for attribute_id, value in _entries(call, "assignments", "userAttributeId"):
        _assign_team(_attribute(call, attribute_id), team.team_id, _read(value))
    return {}


def set_users(call: Call) -> object:
    """Answer setUserAttributeForUsers."""
    attribute = _attribute(call)
    for member_id, value in _entries(call, "assignments", "userId"):
        attribute.users[call.member(member_id).member_id] = _read(value)
    return {}


def set_tenants(call: Call) -> object:
    """Answer setUserAttributeForTenants."""
    attribute = _attribute(call)
    for tenant_id, value in _entries(call, "assignments", "tenantOrganizationId"):
        attribute.tenants[tenant_id] = _read(value)
    return {}


def remove_teams(call: Call) -> object:
    """Answer updateUserAttributeForTeams: takes assignments away."""
    attribute = _attribute(call)
    for team_id, _ in _entries(call, "delete", "teamId"):
        attribute.teams.pop(team_id, None)
    return {}


def remove_users(call: Call) -> object:
    """Answer updateUserAttributeForUsers: takes assignments away."""
    attribute = _attribute(call)
    for member_id, _ in _entries(call, "delete", "userId"):
        attribute.users.pop(member_id, None)
    return {}


def remove_tenants(call: Call) -> object:
    """Answer updateUserAttributeForTenants: takes assignments away."""
    attribute = _attribute(call)
    for tenant_id, _ in _entries(call, "delete", "tenantOrganizationId"):
        attribute.tenants.pop(tenant_id, None)
    return {}


def remove_team(call: Call) -> object:
    """Answer deleteUserAttributeForTeam."""
    if _attribute(call).teams.pop(call.path["teamId"], None) is None:
        raise not_found("Assignment")
    return {}


def remove_user(call: Call) -> object:
    """Answer deleteUserAttributeForUser."""
    if _attribute(call).users.pop(call.path["userId"], None) is None:
        raise not_found("Assignment")
    return {}


def remove_tenant(call: Call) -> object:
    """Answer deleteUserAttributeForTenant."""
    if _attribute(call).tenants.pop(call.path["tenantOrganizationId"], None) is None:
        raise not_found("Assignment")
    return {}
