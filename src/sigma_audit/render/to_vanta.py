"""Accounts as Vanta's access file: its four columns by its own names, and nothing else.

The form leaves no room for facts: they lie beside it, as `NAME.facts.json`. Must never decide who
is active or whose an account is: that is `sql/sections/access_by_member_vanta.sql`.
"""

from __future__ import annotations

from sigma_audit.document import Document
from sigma_audit.errors import ConfigError
from sigma_audit.render.to_csv import csv_bytes
from sigma_audit.result import Column, Result

FORM = "vanta-csv"
# Vanta, "Access File Uploader": name and status are required, status is Active or Deactivated.
HEADINGS = {
    "account_name": "Account name",
    "account_owner": "Account owner",
    "role": "Role",
    "status": "Status",
}


def render(document: Document, raw: bool = False) -> bytes:
    """Write the accounts, without the byte order mark: it would spoil the first heading."""
    if FORM not in document.exports:
        raise ConfigError(f"{document.name} has no {FORM}", "access_by_member has")
    accounts = document.exports[FORM]
    at = [accounts.names.index(name) for name in HEADINGS]
    rows = [tuple(row[place] for place in at) for row in accounts.rows]
    columns = tuple(Column(heading) for heading in HEADINGS.values())
    return csv_bytes(Result(columns, rows), raw).removeprefix(b"\xef\xbb\xbf")
