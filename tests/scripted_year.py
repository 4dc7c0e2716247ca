"""The scripted year of the embedded organisation, sealed month by month: made once for all tests.

Each snapshot is crawled in process, as `collect` does it; writes go through the same app. Two of
them are not whole, as in life: January could not read who may see Payroll, and February's plan
cannot tell what is given to the whole organisation.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from collect.crawl import emulated, take
from finished_demo import once
from sigma_audit.config import Settings
from sigma_audit.emulator.company import CLIENT_ID, CLIENT_SECRET, NOW, company
from sigma_audit.emulator.faults import Fault, FaultPlan
from sigma_audit.emulator.org import Org
from sigma_audit.emulator.quarter import apply
from sigma_audit.emulator.story import inode
from sigma_audit.emulator.year import YEAR

BASE_URL = "http://127.0.0.1:1"
PAYROLL = inode("payroll")
PLANS = {"february": "principals"}


@dataclass(frozen=True)
class Year:
    """Twelve moments: the start, then one after each batch; `names` as after the last."""

    folder: Path
    files: tuple[Path, ...]
    names: Mapping[str, str]

    def file(self, slug: str) -> Path:
        """Give the snapshot taken after a batch."""
        return self.files[1 + [batch.slug for batch in YEAR].index(slug)]


def scripted_year(factory: pytest.TempPathFactory) -> Year:
    """Give the year, made by whichever worker comes first."""
    return once(factory, "year", sealed_year)


class _Hand:
    """Writes to the app in process, as the service user does."""

    def __init__(self, app: Any) -> None:
        self._transport = httpx.ASGITransport(app=app)
        form = {
            "grant_type": "client_credentials",
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
        }
        token = asyncio.run(self._ask("POST", "/v2/auth/token", data=form))["access_token"]
        self._headers = {"Authorization": f"Bearer {token}"}

    async def _ask(self, method: str, path: str, **more: Any) -> Mapping[str, Any]:
        async with httpx.AsyncClient(transport=self._transport, base_url=BASE_URL) as client:
            answer = await client.request(method, path, **more)
        assert answer.status_code in (200, 201), (method, path, answer.text)
        found: Mapping[str, Any] = answer.json()
        return found

    def __call__(self, method: str, path: str, body: Any) -> Mapping[str, Any]:
        return asyncio.run(self._ask(method, path, json=body, headers=self._headers))


def sealed_year(folder: Path) -> Year:
    """Make the year, under a folder."""
    org = company(is_small=True)
    names: dict[str, str] = {}
    files = [_seal(org, folder, NOW, "")]
    send = _Hand(emulated(org))
    for batch in YEAR:
        names = apply(batch, send, names, org)
        files.append(_seal(org, folder, batch.now, batch.slug))
    return Year(folder, tuple(files), names)


def _seal(org: Org, folder: Path, moment: datetime, slug: str) -> Path:
    plan = FaultPlan()
    if slug == "january":
        plan = FaultPlan([Fault("status", "listGrants", parent=PAYROLL, times=None, status=403)])
    app = emulated(org, plan, page_limit=500)
    final = folder / org.organization_id / f"{moment:%Y-%m-%dT%H%M%SZ}.duckdb"
    ticks = iter(range(100_000))
    take(
        app,
        final,
        Settings(BASE_URL, CLIENT_ID, CLIENT_SECRET),
        plan=PLANS.get(slug, "standard"),
        concurrency=64,
        now=lambda: moment + timedelta(milliseconds=next(ticks)),
    )
    return final
