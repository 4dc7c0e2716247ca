"""Small organisations, and snapshots of them taken without waiting."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
from starlette.applications import Starlette

from sigma.stub import VirtualLoop
from sigma_audit.collect.run import CollectOutcome, collect
from sigma_audit.config import Settings
from sigma_audit.emulator.app import create_app
from sigma_audit.emulator.faults import FaultPlan
from sigma_audit.emulator.generator import generate
from sigma_audit.emulator.org import Credential, Org
from sigma_audit.emulator.tokens import MARK
from sigma_audit.snapshot.store import Snapshot

BASE_URL = "http://127.0.0.1:1"
# What two snapshots of one organisation must agree on, however they came about.
FACTS = (
    "members", "teams", "team_members", "account_types", "account_type_permissions", "inodes",
    "connections", "connection_paths", "grants", "effective_access", "not_known",
)  # fmt: skip


def small_org(seed: int = 1) -> Org:
    """Make an organisation that has a little of everything."""
    return generate(
        members=9, teams=3, workspaces=3, folders=5, documents=14, connections=2, paths=18,
        seed=seed,
    )  # fmt: skip


def settings(org: Org) -> Settings:
    """Sign in with the organisation's own credential, an Admin's."""
    credential = next(iter(org.credentials.values()))
    return Settings(BASE_URL, credential.client_id, credential.client_secret)


def as_member(org: Org, account_type: str) -> Settings:
    """Sign in as some active member of an account type."""
    member = next(
        member
        for member in org.members.values()
        if member.account_type.casefold() == account_type.casefold()
        and not member.is_archived
        and not member.is_inactive
        and member.user_kind == "internal"
    )
    org.credentials["other"] = Credential("other", f"{MARK}other", member.member_id, "other")
    return Settings(BASE_URL, "other", f"{MARK}other")


def emulated(org: Org, plan: FaultPlan | None = None, **options: Any) -> Starlette:
    """Serve an organisation in pages of seven; tokens are not rationed by a clock that jumps."""
    options = {"page_limit": 7, "token_rate": False} | options
    return create_app(org, faults=plan, **options)


class InProcess(httpx.ASGITransport):
    """Gives a broken connection the name that a socket's would have; records what was sent."""

    def __init__(self, app: Any, sent: list[tuple[str, str]], before: Callable[[], None]) -> None:
        super().__init__(app=app)
        self._sent = sent
        self._before = before

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self._before()
        self._sent.append((request.method, request.url.path))
        try:
            return await super().handle_async_request(request)
        except OSError as error:
            raise httpx.ReadError(str(error)) from error


def take(
    app: Starlette,
    out: Path,
    who: Settings,
    *,
    sent: list[tuple[str, str]] | None = None,
    before: Callable[[], None] = lambda: None,
    **options: Any,
) -> CollectOutcome:
    """Take a snapshot on a clock that jumps; `before` runs ahead of each request."""
    kept: list[tuple[str, str]] = [] if sent is None else sent
    return collect(
        who,
        out=out,
        transport=lambda: InProcess(app, kept, before),
        loop_factory=VirtualLoop,
        **options,
    )


def rows(path: Path, sql: str) -> list[tuple[Any, ...]]:
    """Ask a sealed snapshot."""
    with Snapshot.open(path) as snapshot:
        return list(snapshot.sql(sql).rows)


def differences(one: Path, other: Path) -> list[str]:
    """Name the relations on which two snapshots do not agree."""
    found = []
    with Snapshot({"one": one, "other": other}) as pair:
        for relation in FACTS:
            sides = [
                sorted(map(repr, pair.sql(f"from {side}.main.{relation}").rows))
                for side in ("one", "other")
            ]
            if sides[0] != sides[1]:
                found.append(f"{relation}: {set(sides[0]) ^ set(sides[1])}"[:400])
    return found


def shortcomings(path: Path) -> set[tuple[str, str]]:
    """Endpoint and status of the required chains that did not end well."""
    return set(
        rows(
            path,
            "select endpoint, status from coverage "
            "where is_required and is_last and status not in ('complete', 'vanished')",
        )
    )
