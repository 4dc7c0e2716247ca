"""Looks before a run: as whom, what is visible, what each plan would cost, how the API answers.

Reads the first page of every list and a few of each other question into a file that is thrown
away, and lets the same SQL speak as for a snapshot. Must never leave a file behind, and what is
meant for sharing must hold no name, address or id.
"""

from __future__ import annotations

import asyncio
import tempfile
import uuid
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sigma_audit import __version__
from sigma_audit.collect.desk import Desk, Key
from sigma_audit.collect.endpoints import ENDPOINTS
from sigma_audit.collect.follow import Follower
from sigma_audit.collect.phases import Crew
from sigma_audit.collect.probe import probe
from sigma_audit.collect.progress import Progress, Silent
from sigma_audit.collect.run import read_whoami
from sigma_audit.config import Settings
from sigma_audit.library import Library
from sigma_audit.sigma.answers import Failure
from sigma_audit.sigma.client import Client, Transport
from sigma_audit.snapshot.partial import Run
from sigma_audit.snapshot.shape import SCHEMA_VERSION
from sigma_audit.snapshot.working import Working

EACH = 3  # chains of one endpoint that are asked as a sample
_ALL = frozenset({"account_type_permissions"})  # few, and the words in them are wanted


@dataclass(frozen=True)
class Examination:
    """What was found: `findings` for the user, `shareable` without names, addresses and ids."""

    findings: dict[str, Any]
    shareable: dict[str, Any]


def examine(
    settings: Settings,
    *,
    concurrency: int = 4,
    library: Library | None = None,
    progress: Progress | None = None,
    transport: Transport | None = None,
) -> Examination:
    """Sign in and look around; raises SigmaError when Sigma refuses or cannot be reached."""
    return asyncio.run(
        _examine(settings, concurrency, library or Library(), progress or Silent(), transport)
    )


async def _examine(
    settings: Settings,
    concurrency: int,
    library: Library,
    progress: Progress,
    transport: Transport | None,
) -> Examination:
    async with Client(settings, concurrency=concurrency, transport=transport) as client:
        reply = await client.get(ENDPOINTS["whoami"].path, read_whoami)
        if isinstance(reply, Failure):
            raise reply.error()
        organization_id, member_id = reply.value
        run = Run(
            str(uuid.uuid4()), organization_id, settings.base_url,
            "emulator" if client.is_emulator else "sigma", member_id, "standard",
            client.clock(), None, __version__, SCHEMA_VERSION, library.digest(),
        )  # fmt: skip
        with tempfile.TemporaryDirectory(prefix="sigma-audit-doctor-") as folder:
            working = Working.create(Path(folder) / "look.duckdb", run, ENDPOINTS, library)
            try:
                async with Desk(working, concurrency) as desk:
                    await _look(client, desk, progress, concurrency)
                    return await _tell(desk, run, client)
            finally:
                working.close()


async def _look(client: Client, desk: Desk, progress: Progress, concurrency: int) -> None:
    """Read first pages of the lists, then a few chains of everything else."""
    crew = Crew(desk, Follower(client, desk, first_page_only=True), progress, concurrency)
    for name in ("lists", "a sample of everything else"):
        keys: dict[str, list[Key]] = defaultdict(list)
        for row in await desk.relation("open_chains"):
            endpoint = str(row["endpoint"])
            if len(keys[endpoint]) < EACH or endpoint in _ALL:
                keys[endpoint].append((endpoint, str(row["parent_id"]), 1))
        await crew.work(name, [key for group in keys.values() for key in group])
    await probe(client, desk, is_early=True)
    await probe(client, desk)


async def _tell(desk: Desk, run: Run, client: Client) -> Examination:
    credential = next(iter(await desk.relation("credential")))
    visible = [
        {
            "endpoint": chain.endpoint,
            "status": chain.status,
            "rows": chain.rows_served,
            "total": chain.declared_total,
            "has_more": chain.next_cursor is not None,
            "detail": chain.detail,
        }
        for chain in await desk.chains()
        if not chain.parent_id
    ]
    plans = await desk.relation("plan_costs")
    extras = await desk.relation("extra_costs")
    capabilities = await desk.relation("capabilities")
    words = await desk.relation("new_words")
    facts = {
        "tool_version": run.tool_version,
        "source": run.source,
        "is_admin": bool(credential["is_admin"]),
        "plans": plans,
        "extras": extras,
        "capabilities": capabilities,
        "new_words": words,
        "requests": client.requests,
        "retries": client.retries,
    }
    findings = {
        "organization_id": run.organization_id,
        "base_url": run.base_url,
        "member_id": run.collected_by,
        "account_type": credential["account_type"],
        "visible": visible,
        "will_not_be_visible": [
            f"{row['endpoint']}: {row['detail']}" for row in visible if row["status"] == "forbidden"
        ],
        **facts,
    }
    # What Sigma said about a failure may name somebody; an account type's word may be a name, and
    # an id of no known form is an id.
    shareable = {
        **facts,
        "new_words": [row for row in words if row["kind"] not in _NAMING],
        "lists": [{key: row[key] for key in row if key != "detail"} for row in visible],
    }
    return Examination(findings, shareable)


_NAMING = frozenset({"account_type", "id_form"})
