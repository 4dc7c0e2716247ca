"""What the API says when it will not: a status and the envelope {message, code, requestId}.

Must never carry anything but text that Sigma itself would show.
"""

from __future__ import annotations

import uuid


class Refusal(Exception):
    """Stops a call; becomes the error envelope (sigma-api.md 4.1)."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message


def envelope(code: str, message: str) -> dict[str, str]:
    """Make the body of an error; each one has an id of its own, for the support to ask after."""
    return {"message": message, "code": code, "requestId": str(uuid.uuid4())}


def invalid(message: str) -> Refusal:
    """Refuse what does not validate: 400."""
    return Refusal(400, "invalid_request", message)


def forbidden(message: str = "You do not have permission to do this.") -> Refusal:
    """Refuse who may not: 403."""
    return Refusal(403, "forbidden", message)


def not_found(what: str) -> Refusal:
    """Refuse what is not there, or is not of this kind: 404."""
    return Refusal(404, "not_found", f"{what} is not found")


def conflict(code: str, message: str) -> Refusal:
    """Refuse what the present state forbids: 409."""
    return Refusal(409, code, message)


def unauthorized(message: str = "Token missing or malformed") -> Refusal:
    """Refuse a caller without a living token: 401."""
    return Refusal(401, "unauthorized", message)
