"""Sends the scripted changes to an emulator over HTTP, as an administrator's script would.

Uses the standard library alone and sends to this machine only. Must never be pointed at a real
organisation: it writes.
"""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_TRIES = 5
_PAUSE = 1.1  # seconds: the token endpoint takes one call a second


class Driver:
    """One administrator's hand; `send` is what `quarter.apply` needs."""

    def __init__(self, base_url: str, client_id: str, client_secret: str) -> None:
        parts = urlsplit(base_url)
        if parts.hostname not in _LOOPBACK:
            raise ValueError(f"{parts.hostname} is not this machine")
        self._host, self._port = parts.hostname, parts.port
        self._form = urlencode(
            {
                "grant_type": "client_credentials",
                "client_id": client_id,
                "client_secret": client_secret,
            }
        )
        self._token = ""

    def send(self, method: str, path: str, body: Mapping[str, object] | None) -> dict[str, Any]:
        """Make one change and give the answer; signs in when there is no token or it expired."""
        text = "" if body is None else json.dumps(body)
        status, answer = 0, b""
        for _ in range(_TRIES):
            if not self._token:
                self._sign_in()
            headers = {
                "Authorization": f"Bearer {self._token}",
                "Content-Type": "application/json",
            }
            status, answer = self._ask(method, path, text, headers)
            if status != 401:
                break
            self._token = ""
        if status >= 300:
            raise RuntimeError(f"{method} {path}: {status} {answer.decode(errors='replace')[:300]}")
        found = json.loads(answer) if answer.strip() else {}
        return found if isinstance(found, dict) else {"entries": found}

    def _sign_in(self) -> None:
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        for _ in range(_TRIES):
            status, answer = self._ask("POST", "/v2/auth/token", self._form, headers)
            if status == 200:
                self._token = json.loads(answer)["access_token"]
                return
            time.sleep(_PAUSE)
        raise RuntimeError(f"the emulator gave no token: {status}")

    def _ask(
        self, method: str, path: str, text: str, headers: Mapping[str, str]
    ) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection(self._host, self._port, timeout=30)
        try:
            connection.request(method, path, body=text.encode(), headers=dict(headers))
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()
