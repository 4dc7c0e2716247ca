"""The three ways this API cuts a list: pages, tokens, and not at all (sigma-api.md section 2).

A cursor is opaque and belongs to the query that got it. Must never let a caller compute one.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from sigma_audit.emulator.call import Call
from sigma_audit.emulator.refusal import invalid

Row = TypeVar("Row")
Entry = dict[str, Any]
DEFAULT_LIMIT = 50


def pages(
    call: Call,
    rows: Sequence[Row],
    entry: Callable[[Row], Mapping[str, Any]],
    *,
    total: bool = True,
    has_more: bool = True,
) -> Entry:
    """Answer `page`/`limit` with entries and nextPage, null at the end.

    `total` and `has_more` say which of the two this endpoint gives (2.2).
    """
    part, cursor = _cut(call, rows, "page", "limit")
    answer: Entry = {"entries": [entry(row) for row in part], "nextPage": cursor}
    if total:
        answer["total"] = len(rows)
    if has_more:
        answer["hasMore"] = cursor is not None
    return answer


def tokens(call: Call, rows: Sequence[Row], entry: Callable[[Row], Mapping[str, Any]]) -> Entry:
    """Answer `pageToken`/`pageSize`; nextPageToken is absent at the end."""
    part, cursor = _cut(call, rows, "pageToken", "pageSize")
    answer: Entry = {"entries": [entry(row) for row in part]}
    if cursor is not None:
        answer["nextPageToken"] = cursor
    return answer


def legacy(
    call: Call, rows: Sequence[Row], entry: Callable[[Row], Mapping[str, Any]]
) -> Entry | list[Mapping[str, Any]]:
    """Answer as /v2/members and its like: where deployments are old, a bare array without `limit`.

    Paginated they give nothing but entries and nextPage.
    """
    if call.emulator.options.legacy_arrays and call.text("limit") is None:
        return [entry(row) for row in rows]
    return pages(call, rows, entry, total=False, has_more=False)


def _cut(
    call: Call, rows: Sequence[Row], cursor_name: str, size_name: str
) -> tuple[Sequence[Row], str | None]:
    size = min(_size(call, size_name), call.emulator.options.page_limit)
    asked = "&".join(f"{k}={v}" for k, v in call.query if k not in (cursor_name, size_name))
    bound_to = f"{call.org.organization_id}|{call.caller.member_id}|{call.url_path}?{asked}"
    cursor = call.text(cursor_name)
    start = _read(cursor, bound_to, cursor_name) if cursor else 0
    end = start + size
    return rows[start:end], _write(end, bound_to) if end < len(rows) else None


def _size(call: Call, name: str) -> int:
    text = call.text(name)
    if text is None:
        return DEFAULT_LIMIT
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not (number >= 1 and number == number // 1):
        raise invalid(f"Expecting positive integer at 0.{name} but instead got: {text}")
    return int(min(number, 1e9))


def _mask(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest()


def _write(offset: int, bound_to: str) -> str:
    seal = _mask(f"{bound_to}#{offset}")
    hidden = bytes(a ^ b for a, b in zip(offset.to_bytes(8), _mask(seal.hex()), strict=True))
    return base64.b64encode(seal + hidden).decode()


def _read(cursor: str, bound_to: str, name: str) -> int:
    try:
        raw = base64.b64decode(cursor, validate=True)
    except (binascii.Error, ValueError) as error:
        raise invalid(f"Invalid {name}") from error
    if len(raw) == 16:
        hidden = _mask(raw[:8].hex())
        offset = int.from_bytes(bytes(a ^ b for a, b in zip(raw[8:], hidden, strict=True)))
        if _mask(f"{bound_to}#{offset}") == raw[:8]:
            return offset
    raise invalid(f"Invalid {name}")
