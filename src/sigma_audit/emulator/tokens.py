"""The token endpoint and the bearer tokens it gave: who is calling, and until when.

One call a second, as the real one. Must never answer for an owner who cannot sign in.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sigma_audit.emulator.org import Credential, Member, Org
from sigma_audit.emulator.refusal import Refusal, invalid, unauthorized

# What this organisation gives out bears it, as many services' tokens bear a prefix: one that strays
# is known wherever it turns up.
MARK = "emulated-secret-"
_INTERVAL = timedelta(seconds=1)  # sigma-api.md 1.1: one request a second
_REFUSED = "Invalid client credentials"


@dataclass(frozen=True)
class _Token:
    client_id: str
    expires_at: datetime


class Tokens:
    """The tokens of one organisation, by the given clock."""

    def __init__(
        self, org: Org, clock: Callable[[], datetime], seconds: int, *, is_limited: bool
    ) -> None:
        self._org = org
        self._clock = clock
        self._seconds = seconds
        self._is_limited = is_limited
        self._last: datetime | None = None
        self._access: dict[str, _Token] = {}
        self._refresh: dict[str, str] = {}

    def issue(self, form: Mapping[str, str], authorization: str | None) -> dict[str, object]:
        """Answer the token POST: client credentials in the form or as HTTP Basic."""
        self._take_turn()
        grant_type = form.get("grant_type", "")
        client_id, client_secret = form.get("client_id", ""), form.get("client_secret", "")
        if authorization and authorization.lower().startswith("basic "):
            client_id, client_secret = _basic(authorization)
        if grant_type == "refresh_token":
            known = self._refresh.pop(form.get("refresh_token", ""), None)
            if known is None or (client_id and client_id != known):
                raise unauthorized("Invalid refresh token")
            client_id = known
        elif grant_type == "client_credentials":
            credential = self._org.credentials.get(client_id)
            secret = credential.client_secret if credential else ""
            if not credential or not hmac.compare_digest(
                secret.encode(), client_secret.encode("utf-8", "replace")
            ):
                raise unauthorized(_REFUSED)
        else:
            raise Refusal(400, "unsupported_grant_type", f"Unknown grant_type: {grant_type}")
        self._owner_of(client_id)
        token, refresh = (MARK + secrets.token_urlsafe(32) for _ in range(2))
        expires = self._clock() + timedelta(seconds=self._seconds)
        self._access[token] = _Token(client_id, expires)
        self._refresh[refresh] = client_id
        return {
            "access_token": token,
            "refresh_token": refresh,
            "token_type": "bearer",
            "expires_in": self._seconds,
        }

    def owner(self, authorization: str | None) -> Member:
        """Give the member a bearer token speaks for; 401 when there is none any more."""
        scheme, _, value = (authorization or "").partition(" ")
        token = self._access.get(value.strip()) if scheme.lower() == "bearer" else None
        if token is None:
            raise unauthorized()
        if token.expires_at <= self._clock():
            raise unauthorized("Token expired")
        return self._owner_of(token.client_id)

    def revoke_all(self) -> None:
        """Let every access token die at once, as a fault in mid-run."""
        self._access.clear()

    def _take_turn(self) -> None:
        now = self._clock()
        if self._is_limited and self._last and now - self._last < _INTERVAL:
            raise Refusal(429, "too_many_requests", "Token rate limit exceeded: 1 per second")
        self._last = now

    def _owner_of(self, client_id: str) -> Member:
        credential: Credential | None = self._org.credentials.get(client_id)
        member = self._org.members.get(credential.owner_id) if credential else None
        if credential is None or member is None or "api" not in credential.scopes:
            raise unauthorized(_REFUSED)
        # Deactivation disables a user's credentials at once; guests have no API (1.2).
        if member.is_archived or member.is_inactive or member.user_kind == "guest":
            raise unauthorized(_REFUSED)
        return member


def _basic(authorization: str) -> tuple[str, str]:
    try:
        text = base64.b64decode(authorization.split(" ", 1)[1], validate=True).decode()
    except (binascii.Error, UnicodeDecodeError) as error:
        raise invalid("Malformed basic authorization") from error
    name, _, secret = text.partition(":")
    return name, secret
