"""/v2/connections: the roots of the data tree and the paths beneath them.

Must never show a secret: none is kept.
"""

from __future__ import annotations

from typing import Any

from sigma_audit.emulator import access, paging
from sigma_audit.emulator.api import shapes
from sigma_audit.emulator.api.consequences import delete_connection
from sigma_audit.emulator.call import Call
from sigma_audit.emulator.org import Connection, Path
from sigma_audit.emulator.refusal import forbidden, invalid, not_found
from sigma_audit.emulator.slug import slug

_TYPES = (
    "postgres", "redshift", "alloydb", "bigQuery", "snowflake", "databricks", "mysql",
    "azuresql", "sqlserver", "starburst",
)  # fmt: skip
_TWO_LEVELS = ("mysql", "postgres", "redshift", "alloydb")


def _visible(call: Call) -> set[str] | None:
    """Give the data inodes a caller may see, with what lies above them; None for an Admin: all."""
    if call.is_admin:
        return None
    reached = access.data_access(call.org, call.index, call.caller)
    return {above for inode_id in reached for above in call.index.upwards(inode_id)}


def list_connections(call: Call) -> object:
    """Answer listConnections: what is available to the caller; archived ones where asked for."""
    visible, search = _visible(call), (call.text("search") or "").casefold()
    archived = call.flag("includeArchived")
    rows = [
        one
        for one in call.org.connections.values()
        if (visible is None or one.connection_id in visible)
        and (archived or not one.is_archived)
        and search in one.name.casefold()
    ]
    return paging.pages(call, rows, lambda one: shapes.connection(call.org, one))


def _seen(call: Call, text: str) -> Connection:
    connection, visible = call.connection(text), _visible(call)
    if visible is not None and connection.connection_id not in visible:
        raise forbidden("You do not have access to this connection.")
    return connection


def _run(call: Call, text: str) -> Connection:
    """Find a connection the caller may manage: an Admin, or Can admin on it."""
    connection = _seen(call, text)
    reached = access.data_access(call.org, call.index, call.caller)
    call.require(reached.get(connection.connection_id) == "admin")
    return connection


def get_connection(call: Call) -> object:
    """Answer getConnection."""
    return shapes.connection(call.org, _seen(call, call.path["connectionId"]))


def list_paths(call: Call) -> object:
    """Answer listConnectionPaths: what is catalogued and available, of one connection or all."""
    visible, only = _visible(call), call.text("connectionId")
    connection_id = _seen(call, only).connection_id if only is not None else None
    rows = [
        one
        for one in call.org.paths.values()
        if connection_id in (None, one.connection_id)
        and (visible is None or one.inode_id in visible)
    ]
    return paging.pages(call, rows, shapes.path)


def _table(call: Call, text: str) -> Path:
    path = call.data_path(text)
    visible = _visible(call)
    if visible is not None and path.inode_id not in visible:
        raise forbidden()
    if shapes.grant_word(call.org, path.inode_id) != "table":
        raise invalid("Expecting the id of a table")
    return path


def get_path(call: Call) -> object:
    """Answer getInodeConnectionPath; anything but a table is an error (4.4)."""
    path = _table(call, call.path["inodeId"])
    return {"connectionId": path.connection_id, "path": list(path.names)}


def list_columns(call: Call) -> object:
    """Answer listConnectionTableColumns."""
    _table(call, call.path["tableId"])
    rows = [("ID", "integer"), ("NAME", "text"), ("UPDATED_AT", "datetime")]
    return paging.tokens(
        call,
        rows,
        lambda row: {"name": row[0], "type": {"type": row[1]}, "visibility": "included"},
    )


def _names(call: Call) -> tuple[str, ...]:
    names = call.need("path", list)
    if not all(isinstance(name, str) for name in names):
        raise invalid("Expecting array of string at 0.path")
    return tuple(names)


def lookup(call: Call) -> object:
    """Answer lookupConnection: from names to an id; 404 for what is not catalogued."""
    connection, names = _seen(call, call.path["connectionId"]), _names(call)
    if not names:
        inode_id, title = connection.connection_id, "Connection-Root"
    else:
        path = call.index.path_named.get((connection.connection_id, names))
        if path is None:
            raise not_found("Path " + ".".join(names))
        inode_id, title = path.inode_id, names[-1]
    return {
        "kind": shapes.grant_word(call.org, inode_id),
        "inodeId": inode_id,
        "url": f"https://app.sigmacomputing.com/emulated/s/{title}-{slug(inode_id)}",
    }


def sync(call: Call) -> object:
    """Answer syncConnectionPath: nothing new is found."""
    _seen(call, call.path["connectionId"])
    _names(call)
    return {}


def test(call: Call) -> object:
    """Answer testConnection."""
    connection = _seen(call, call.path["connectionId"])
    write = "SUCCESS" if connection.write_access else "DISABLED"
    return {"read": "FAILED" if connection.is_archived else "SUCCESS", "write": write}


def _details(call: Call) -> dict[str, Any]:
    details = call.need("details", dict)
    if details.get("type") not in _TYPES:
        raise invalid(f"Expecting one of {', '.join(_TYPES)} at 0.details.type")
    return details


def _apply(call: Call, connection: Connection, details: dict[str, Any]) -> None:
    connection.name = call.need("name", str)
    connection.type = details["type"]
    connection.use_oauth = details.get("authType") == "oauth" or bool(details.get("useOauth"))
    connection.write_access = bool(details.get("writeAccess"))
    connection.updated_by, connection.updated_at = call.caller.member_id, call.now


def create_connection(call: Call) -> object:
    """Answer createConnection: 201; nothing is catalogued yet, nothing granted."""
    call.require(access.Allowance(call.org, call.caller).has("manage connections"))
    details, name = _details(call), call.need("name", str)
    connection = Connection(
        call.emulator.new_id("connection", call.org.connections),
        name,
        details["type"],
        depth=2 if details["type"] in _TWO_LEVELS else 3,
        created_by=call.caller.member_id,
        created_at=call.now,
    )
    _apply(call, connection, details)
    call.org.connections[connection.connection_id] = connection
    return shapes.connection(call.org, connection)


def update_connection(call: Call) -> object:
    """Answer updateConnection: change, or bring an archived one back."""
    connection = _run(call, call.path["connectionId"])
    _apply(call, connection, _details(call))
    connection.is_archived = False
    return shapes.connection(call.org, connection)


def update_connection_deprecated(call: Call) -> object:
    """Answer updateConnectionDeprecated: its name, whether OAuth."""
    connection = _run(call, call.path["connectionId"])
    name, use_oauth = call.take("name", str), call.take("useOauth", bool)
    connection.name = name if name is not None else connection.name
    connection.use_oauth = use_oauth if use_oauth is not None else connection.use_oauth
    connection.updated_by, connection.updated_at = call.caller.member_id, call.now
    return shapes.connection(call.org, connection)


def delete(call: Call) -> object:
    """Answer deleteConnection: archived, and every data grant beneath ends."""
    delete_connection(call, _run(call, call.path["connectionId"]))
    return {}
