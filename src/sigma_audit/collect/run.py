"""Takes one snapshot: sign in, open the working file, ask what the plan asks, close, seal.

Must never interpret what was answered (SQL does) and never writes to Sigma.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from sigma_audit import __version__
from sigma_audit.collect import beside, place
from sigma_audit.collect.closing import close, say_as_whom
from sigma_audit.collect.desk import Desk, Note
from sigma_audit.collect.endpoints import ENDPOINTS
from sigma_audit.collect.follow import Follower
from sigma_audit.collect.phases import OF_PEOPLE, Crew, together
from sigma_audit.collect.probe import probe
from sigma_audit.collect.process import private_files, terminable
from sigma_audit.collect.progress import Progress, Silent
from sigma_audit.config import Settings
from sigma_audit.errors import ConfigError, Forbidden, Interrupted, NameTaken, UnexpectedShape
from sigma_audit.library import Library
from sigma_audit.sigma.answers import Failure, Reply, utc_now
from sigma_audit.sigma.client import Client, Transport
from sigma_audit.snapshot.foreseen import Foreseen, foresee
from sigma_audit.snapshot.partial import Run, partial_path
from sigma_audit.snapshot.saving import Chain, Page
from sigma_audit.snapshot.shape import SCHEMA_VERSION
from sigma_audit.snapshot.store import Snapshot
from sigma_audit.snapshot.working import Working

_SIGN_IN = ("whoami", "", 1)
PLANS = ("principals", "objects", "standard", "full")
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class CollectOutcome:
    """A sealed snapshot: where it is, whether it is complete, what it cost, whether it went on."""

    path: Path
    status: str
    organization_id: str
    source: str
    requests: int
    retries: int
    was_resumed: bool


@dataclass
class Order:
    """What was asked for, and what became of it.

    `working` is the file while it is open, `sealed` the one that was there already.
    """

    settings: Settings
    plan: str
    out: Path | None
    resume: bool
    concurrency: int
    rate: float | None
    library: Library
    progress: Progress
    transport: Transport | None
    now: Callable[[], datetime]
    require_admin: bool
    beside: Mapping[str, str]
    working: Working | None = None
    was_resumed: bool = False
    sealed: Path | None = None
    is_worthless: bool = False


def collect(
    settings: Settings,
    *,
    plan: str = "standard",
    out: Path | None = None,
    resume: bool = False,
    concurrency: int = 4,
    rate: float | None = None,
    library: Library | None = None,
    progress: Progress | None = None,
    transport: Transport | None = None,
    now: Callable[[], datetime] = utc_now,
    require_admin: bool = False,
    extras: Iterable[str] = (),
    verify: int = 0,
    objects_sample: int = 0,
    seed: int | None = None,
    loop_factory: Callable[[], asyncio.AbstractEventLoop] | None = None,
) -> CollectOutcome:
    """Take one snapshot and seal it; gives where it is and whether it is complete.

    Raises SigmaError when Sigma refuses or cannot be reached, Refused and StorageError for the
    file, Interrupted on Ctrl-C or a termination signal; what was collected stays beside the final
    name as `.partial`, for `resume`.
    """
    if plan not in PLANS:
        raise ConfigError(f"there is no plan {plan!r}", f"plans: {', '.join(PLANS)}")
    if concurrency < 1 or (rate is not None and rate <= 0):
        raise ConfigError("concurrency and rate must be more than nothing")
    order = Order(
        settings, plan, place.checked_out(out) if out else None, resume, concurrency, rate,
        library or Library(), progress or Silent(), transport, now, require_admin,
        beside.settings_of(plan, extras, verify, objects_sample, seed),
    )  # fmt: skip
    with private_files():
        try:
            with asyncio.Runner(loop_factory=loop_factory) as runner:
                client = runner.run(gather(order))
            path = order.sealed or _seal(order)
        except (KeyboardInterrupt, asyncio.CancelledError) as stop:
            raise _interrupted(order) from stop
        finally:
            if order.working is not None and order.is_worthless:
                order.working.discard()
            elif order.working is not None:
                order.working.close()
    with Snapshot.open(path, as_sealed=True) as snapshot:
        info = snapshot.info()
    return CollectOutcome(
        path, info["status"], info["organization_id"], info["source"],
        client.requests, client.retries, order.was_resumed,
    )  # fmt: skip


def _seal(order: Order) -> Path:
    assert order.working is not None
    order.progress.phase("sealing", 1)
    path = order.working.seal()
    order.progress.step(1)
    order.progress.done()
    return path


async def gather(order: Order) -> Client:
    """Do everything of a run but the sealing; `order.working` is left open, ready for it."""
    with terminable():
        async with Client(
            order.settings,
            concurrency=order.concurrency,
            rate=order.rate,
            transport=order.transport,
            now=order.now,
        ) as client:
            beginning = asyncio.create_task(asyncio.to_thread(_foresee, order))
            try:
                reply = await client.get(ENDPOINTS["whoami"].path, read_whoami)
                if isinstance(reply, Failure):
                    raise reply.error()
                order.working = _open(order, client, reply.value)
                first = await beginning
            finally:
                beginning.cancel()
                await asyncio.gather(beginning, return_exceptions=True)
            if order.working is None:
                return client
            # A run that was cut at its sealing has asked everything already.
            if order.working.run_facts()["taken_at"] is None:
                async with Desk(order.working, order.concurrency) as desk:
                    await _crawl(order, client, desk, reply, first)
    return client


def _foresee(order: Order) -> Foreseen | None:
    """Find out, while signing in, what will be asked first; None where a file may tell that."""
    if order.resume:
        return None
    moment = order.now()
    run = Run(
        "", None, order.settings.base_url, "", None, order.plan, moment, None, __version__,
        SCHEMA_VERSION, "",
    )  # fmt: skip
    signed_in = Chain(*_SIGN_IN, "complete", 1, 1, None, 0, 200, "", None, moment, moment)
    return foresee(run, ENDPOINTS, order.library, order.beside, signed_in)


async def _crawl(
    order: Order, client: Client, desk: Desk, reply: Reply[tuple[str, str]], first: Foreseen | None
) -> None:
    """Ask everything; `first` is what is asked first, None where only the file tells."""
    if not order.was_resumed:
        chain = Chain(
            *_SIGN_IN, "complete", 1, 1, None, reply.retries, reply.status, "", None,
            reply.fetched_at, reply.fetched_at,
        )  # fmt: skip
        await desk.reserve()
        await desk.put(Note(chain, Page(*_SIGN_IN, 1, reply.fetched_at, reply.body)))
    crew = Crew(
        desk, Follower(client, desk), order.progress, order.concurrency,
        is_strict="objects_sample" in order.beside,
    )  # fmt: skip
    if order.was_resumed:
        await crew.pick_up()
    has_probed = asyncio.Event()

    async def ask_first() -> None:
        await probe(client, desk, is_early=True, asked=first.probe_requests if first else None)
        has_probed.set()

    async def lists_are_in() -> bool:
        await has_probed.wait()
        at_once = await desk.relation("grants_at_once")
        if order.require_admin and not any(
            row["is_admin"] for row in await desk.relation("credential", anew=False)
        ):
            order.is_worthless = not order.was_resumed
            raise Forbidden(
                "this credential is not an Admin's, and --require-admin was given",
                "use a credential that an Admin owns; doctor shows what this one can see",
            )
        return any(row["is_offered"] for row in at_once)

    ask_all = partial(
        crew.until_nothing_is_open,
        lists_are_in,
        partial(probe, client, desk),
        frozenset() if order.require_admin else OF_PEOPLE,
        first.open_chains if first else None,
    )
    await together([ask_all, ask_first])
    await close(desk, crew, goes_on=order.was_resumed)
    await say_as_whom(desk)
    await desk.facts(taken_at=client.last_answer_at)


def read_whoami(document: Any) -> tuple[str, str]:
    """Organisation id and member id of a whoami answer; UnexpectedShape without them."""
    found = document if isinstance(document, dict) else {}
    ids = found.get("organizationId"), found.get("userId")
    if not all(isinstance(text, str) and text for text in ids):
        raise UnexpectedShape("a whoami answer without organizationId and userId")
    return str(ids[0]), str(ids[1])


def _open(order: Order, client: Client, who: tuple[str, str]) -> Working | None:
    """Continue the unfinished run that was asked for, or start a new working file.

    None where the run to continue is sealed already: it was cut after its last step.
    """
    organization_id, member_id = who
    source = "emulator" if client.is_emulator else "sigma"
    if order.resume:
        expected = {
            "organization_id": organization_id,
            "base_url": order.settings.base_url,
            "source": source,
            "plan": order.plan,
            "tool_version": __version__,
            "schema_version": SCHEMA_VERSION,
            **beside.expected(order.beside),
        }
        final = place.unfinished(order.out, organization_id)
        if final is None and order.out is not None and order.out.exists():
            taken_at = place.check_sealed(order.out, order.library, expected)
            log.warning("%s is sealed already, taken at %s UTC", order.out, taken_at)
            order.sealed, order.was_resumed = order.out, True
            return None
        if final is not None:
            working = place.continue_run(final, order.library, expected)
            working.update_run(sql_digest=order.library.digest(), collected_by=member_id)
            order.was_resumed = True
            return working
        log.warning("there is no unfinished run to resume: starting from the beginning")
    moment = order.now()
    run = Run(
        str(uuid.uuid4()), organization_id, order.settings.base_url, source, member_id, order.plan,
        moment, None, __version__, SCHEMA_VERSION, order.library.digest(),
    )  # fmt: skip
    if order.out is not None:
        return Working.create(order.out, run, ENDPOINTS, order.library, order.beside)
    while True:
        final = place.new_place(organization_id, moment)
        with contextlib.suppress(NameTaken):  # by a run that began meanwhile: the next name
            return Working.create(final, run, ENDPOINTS, order.library, order.beside)


def _interrupted(order: Order) -> Interrupted:
    if order.working is None:
        return Interrupted("stopped before anything was collected")
    final = order.working.final
    return Interrupted(
        f"stopped; what was collected is kept in {partial_path(final)}",
        f"continue it with: sigma-audit collect --plan {order.plan}"
        f"{beside.as_options(order.beside)} --out {final} --resume",
    )
