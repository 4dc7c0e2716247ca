"""Asks the API what nobody has written down, and keeps the answers; none of them changes a status.

The questions are rows of `sql/model/probe_requests.sql`. Must never ask more than `MOST` of them.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from sigma_audit.collect.desk import Desk
from sigma_audit.collect.phases import together
from sigma_audit.sigma.answers import Failure, Reply
from sigma_audit.sigma.client import Client

MOST = 12  # requests (issue: at most 12)


def _anything(document: Any) -> str:
    """Say in words what came back, without a name or an id in it."""
    if isinstance(document, dict) and isinstance(document.get("entries"), list):
        total = document.get("total")
        declared = f", {total} in all" if isinstance(total, int) else ""
        count = len(document["entries"])
        return f"{count} {'entry' if count == 1 else 'entries'} on a page of one{declared}"
    if isinstance(document, list):
        return f"a bare array of {len(document)}"
    return (
        f"an object with {', '.join(sorted(map(str, document)))}"[:200]
        if isinstance(document, dict)
        else f"a {type(document).__name__}"
    )


async def probe(
    client: Client,
    desk: Desk,
    *,
    is_early: bool = False,
    asked: list[dict[str, Any]] | None = None,
) -> None:
    """Ask the questions that come before the plan, or all the others; a fault leaves one not_known.

    The early ones steer the plan: `sql/model/planned_chains.sql` reads the answers. `asked` are the
    questions, where they are known already.
    """
    if asked is None:
        asked = await desk.relation("probe_requests", anew=False)
    rows = [row for row in asked if row["is_early"] == is_early]

    async def ask(row: dict[str, Any]) -> None:
        query = {"limit": "1"} | ({row["parameter"]: row["value"]} if row["parameter"] else {})
        await desk.reserve()
        try:
            await keep(row, await client.get(row["path"], _anything, query))
        finally:
            desk.give_up()

    async def keep(row: dict[str, Any], reply: Reply[str] | Failure) -> None:
        if not isinstance(reply, Failure):
            found = ("yes", f"HTTP {reply.status}, {reply.value}")
        elif reply.kind in ("forbidden", "gone", "refused"):
            found = ("no", f"HTTP {reply.status}")
        else:
            found = ("not_known", f"no usable answer (HTTP {reply.status})")
        await desk.probed({row["question"]: found})  # kept at once: a resumed run asks the rest

    await together(partial(ask, row) for row in rows[:MOST])
