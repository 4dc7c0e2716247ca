"""An answer on its way out, held back so that it can be replaced or spoilt.

Must never know what it says.
"""

from __future__ import annotations

import email.utils
import json
import time
from dataclasses import dataclass, field

from sigma_audit.emulator.refusal import envelope

_CODES = {401: "unauthorized", 403: "forbidden", 404: "not_found", 429: "too_many_requests"}


@dataclass
class Answer:
    """Status, headers without the length, body; `declared` is a length that is not the body's."""

    status: int
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytes = b""
    declared: int | None = None


def _retry(retry_after: str | None) -> list[tuple[bytes, bytes]]:
    return [] if retry_after is None else [(b"retry-after", retry_after.encode())]


def json_answer(status: int, retry_after: str | None) -> Answer:
    """Make an error as the API writes it."""
    body = envelope(_CODES.get(status, "internal_error"), f"Refused with {status}")
    headers = [(b"content-type", b"application/json"), *_retry(retry_after)]
    return Answer(status, headers, json.dumps(body).encode())


def page_answer(status: int, page: str, retry_after: str | None) -> Answer:
    """Make an answer of an edge that stands before the API."""
    headers = [(b"content-type", b"text/html; charset=UTF-8"), *_retry(retry_after)]
    return Answer(status, headers, page.encode())


def skewed_answer(status: int, ahead: float) -> Answer:
    """Ask to wait two seconds, as a date by a clock that is `ahead` seconds fast."""
    now = time.time() + ahead
    answer = json_answer(status, email.utils.formatdate(now + 2, usegmt=True))
    answer.headers.append((b"date", email.utils.formatdate(now, usegmt=True).encode()))
    return answer
