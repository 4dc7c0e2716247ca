"""A synchronous hand on the in-process app: signs in, asks, pages; checks every answer's shape."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl

import httpx

from emulator import contract
from emulator.tiny import ADA, tiny
from sigma_audit.emulator.app import create_app
from sigma_audit.emulator.org import Org
from sigma_audit.emulator.routes import operation_of

HEADER = "X-Sigma-Audit-Emulator"
BASE = "http://sigma.test"


class Api:
    """One credential's view of one app; `is_checking` is off where answers are spoilt."""

    def __init__(self, app: Any, who: tuple[str, str] = ADA, *, is_checking: bool = True) -> None:
        self.app = app
        self.who = who
        self.is_checking = is_checking
        self.token = ""

    @property
    def org(self) -> Org:
        """The organisation behind the app."""
        org: Org = self.app.state.emulator.org
        return org

    def as_(self, who: tuple[str, str]) -> Api:
        """Look at the same app with another credential."""
        return Api(self.app, who, is_checking=self.is_checking)

    def sign_in(self) -> httpx.Response:
        """Ask for a token by form and keep it."""
        client_id, secret = self.who
        form = {
            "grant_type": "client_credentials",
            "client_id": client_id,
            "client_secret": secret,
        }
        response = self.raw("POST", "/v2/auth/token", data=form)
        self.token = response.json().get("access_token", "")
        return response

    def raw(self, method: str, path: str, **kwargs: Any) -> httpx.Response:
        """Send one request as it is; a spoilt path goes out unchanged."""

        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url=BASE) as client:
                return await client.request(method, path, **kwargs)

        response = asyncio.run(ask())
        assert response.headers[HEADER] == "1"
        description = contract.description()
        if self.is_checking and description is not None:
            description.check(method, path, operation_of(method, path), response)
        return response

    def ask(
        self,
        method: str,
        path: str,
        query: Mapping[str, Any] | None = None,
        body: object = None,
    ) -> httpx.Response:
        """Send one signed-in request."""
        if not self.token:
            assert self.sign_in().status_code == 200
        headers = {"Authorization": f"Bearer {self.token}"}
        path, _, more_query = path.partition("?")
        query = {**dict(parse_qsl(more_query)), **(query or {})}
        more = {} if body is None else {"json": body}
        return self.raw(method, path, params=query, headers=headers, **more)

    def get(self, path: str, **query: Any) -> Any:
        """Read one answer that must be a success."""
        response = self.ask("GET", path, query)
        assert response.status_code == 200, response.text
        return response.json()

    def entries(self, path: str, **query: Any) -> list[dict[str, Any]]:
        """Read a whole list, page by page, whichever way it pages."""
        return [row for page in self.pages(path, **query) for row in page["entries"]]

    def pages(self, path: str, **query: Any) -> Iterator[dict[str, Any]]:
        """Follow the cursor to the end."""
        while True:
            page = self.get(path, **query)
            yield page
            if "nextPage" in page:
                cursor, name = page["nextPage"], "page"
            else:
                cursor, name = page.get("nextPageToken"), "pageToken"
            if cursor is None:
                return
            query[name] = cursor

    def do(self, method: str, path: str, body: object = None, status: int = 200) -> Any:
        """Make one write (or refused call) that must end with this status."""
        response = self.ask(method, path, body=body)
        assert response.status_code == status, response.text
        return response.json()


def tiny_api(who: tuple[str, str] = ADA, **options: Any) -> Api:
    """Make an app over a fresh tiny organisation; the token endpoint's pace is off."""
    return Api(create_app(tiny(), **{"token_rate": False, **options}), who)
