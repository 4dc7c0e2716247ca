"""Says what a response is: usable, worth asking again, or a final no.

A fault that passes when asked again must not look like an answer, and an edge's page must not look
like "no permission" (sigma-api.md sections 3.3, 4). Must never send anything.
"""

from __future__ import annotations

import email.utils
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, Literal, TypeVar

import httpx

from sigma_audit.errors import AuditError, Forbidden, SigmaError, Unavailable, UnexpectedShape

T = TypeVar("T")
Kind = Literal["forbidden", "gone", "refused", "unanswered", "shape"]
EMULATOR_HEADER = "X-Sigma-Audit-Emulator"
_AGAIN = frozenset({408, 429})
GONE = frozenset({404, 409, 410})
_LONGEST_WAIT = 600.0  # seconds of Retry-After that are honoured


@dataclass(frozen=True)
class Reply(Generic[T]):
    """A usable answer: its body as it came, what was read from it, when, after how many retries."""

    value: T
    body: str
    status: int
    fetched_at: datetime
    retries: int


@dataclass(frozen=True)
class Failure:
    """Why there is no usable answer; `detail` names status, message and request id, no secret."""

    kind: Kind
    status: int | None
    detail: str
    retries: int = 0

    def error(self) -> AuditError:
        """Give the exception for a caller that cannot go on without the answer."""
        if self.kind == "forbidden":
            return Forbidden(
                f"Sigma does not allow this: {self.detail}", "sign in with an Admin's credentials"
            )
        if self.kind == "shape":
            return UnexpectedShape(
                f"this does not look like Sigma's API: {self.detail}",
                "is SIGMA_BASE_URL the API host of your region?",
            )
        if self.kind == "unanswered":
            return Unavailable(
                f"no usable answer: {self.detail}",
                "check SIGMA_BASE_URL, the network, the proxy and Sigma's status page",
            )
        return SigmaError(
            f"Sigma refused: {self.detail}", "is SIGMA_BASE_URL the API host of your region?"
        )


@dataclass(frozen=True)
class Again:
    """A fault that may pass: what it was, and how long it asked us to wait (seconds)."""

    failure: Failure
    wait: float | None = None


def utc_now() -> datetime:
    """Give the present moment, naive UTC."""
    return datetime.now(UTC).replace(tzinfo=None)


def _no_constant(text: str) -> Any:
    raise ValueError(f"{text} is not JSON")


def document_of(body: bytes) -> tuple[str, Any]:
    """Text and JSON value of a body; ValueError when it is not JSON that any reader accepts.

    Half a surrogate pair is valid to Python's parser and to no other: such a page cannot be kept.
    """
    text = body.decode("utf-8")
    try:
        value = json.loads(text, parse_constant=_no_constant)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if "\\ud" in text or "\\uD" in text:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    return text, value


def retry_after(response: httpx.Response) -> float | None:
    """Seconds that a `Retry-After` asks for, in either of its forms; None when there is none.

    A date is measured against the server's own clock where it says what time it has.
    """
    text = response.headers.get("Retry-After", "").strip()
    if not text:
        return None
    try:
        seconds = float(text)
    except ValueError:
        moment = _http_date(text)
        if moment is None:
            return None
        seconds = (
            moment - (_http_date(response.headers.get("Date", "")) or utc_now())
        ).total_seconds()
    return min(max(seconds, 0.0), _LONGEST_WAIT) if seconds == seconds else None


def _http_date(text: str) -> datetime | None:
    try:
        moment = email.utils.parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def _said(response: httpx.Response, value: Any) -> str:
    """Status and, from the error envelope, code, message and request id, in a line."""
    parts = [f"HTTP {response.status_code}"]
    if isinstance(value, dict):
        parts += [str(value[key]) for key in ("code", "message") if value.get(key)]
        if value.get("requestId"):
            parts.append(f"request id {value['requestId']}")
    return ", ".join(" ".join(part.split())[:200] for part in parts)


def judge(
    response: httpx.Response, read: Callable[[Any], T], arrived_at: datetime
) -> Reply[T] | Failure | Again:
    """Say what a response is; `read` takes the JSON value and raises UnexpectedShape."""
    status = response.status_code
    try:
        text, value = document_of(response.content)
    except ValueError:
        kind = response.headers.get("Content-Type", "").split(";")[0] or "no content type"
        what = f"HTTP {status} with a body that is not JSON ({kind})"
        if 300 <= status < 400:
            target = httpx.URL(response.headers.get("Location", "")).host or "the same host"
            what = f"HTTP {status}, a redirect to {target}, which is not followed"
        shaped: Kind = "shape" if status < 500 and status not in _AGAIN else "unanswered"
        return Again(Failure(shaped, status, what), retry_after(response))
    said = _said(response, value)
    if status == 200:
        try:
            return Reply(read(value), text, status, arrived_at, 0)
        except UnexpectedShape as error:
            return Again(Failure("shape", status, error.sentence))
    if status in _AGAIN or status >= 500:
        return Again(Failure("unanswered", status, said), retry_after(response))
    if status < 400:
        return Again(Failure("shape", status, f"{said}, where 200 was expected"))
    if status == 403:
        return Failure("forbidden", status, said)
    return Failure("gone" if status in GONE else "refused", status, said)
