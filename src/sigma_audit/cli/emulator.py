"""`emulator serve`: the embedded organisation as an HTTP server on this machine.

Must never listen anywhere else: whoever reaches it is an administrator.
"""

from __future__ import annotations

import difflib
import shlex
import threading

import click

from sigma_audit.cli.main import LazyGroup
from sigma_audit.cli.options import example, narrated
from sigma_audit.cli.output import emit_line, narrate
from sigma_audit.errors import ConfigError


@click.group(cls=LazyGroup, epilog=example("sigma-audit emulator serve --port 8080"))
def emulator() -> None:
    """Run the embedded organisation, which speaks Sigma's API."""


@emulator.command(
    epilog=example(
        "sigma-audit emulator serve --port 8080 --seed 7",
        "sigma-audit emulator serve --refuse getTeamMembers",
    )
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    help="Port on 127.0.0.1 (default: a free one).",
)
@click.option("--seed", type=int, default=1, show_default=True, help="Another seed, other people.")
@click.option(
    "--refuse",
    multiple=True,
    metavar="OPERATION",
    help="Answer 403 to this, as the API's description names it; again for more.",
)
@narrated
def serve(port: int, seed: int, refuse: tuple[str, ...]) -> None:
    """Serve a made-up organisation until interrupted.

    Prints three lines for another shell: base URL, client id and secret. Writes
    work too, and last as long as the server does. With --refuse a snapshot of it
    is incomplete, and shows what that looks like.
    """
    from sigma_audit.emulator.app import create_app
    from sigma_audit.emulator.company import CLIENT_ID, CLIENT_SECRET, company
    from sigma_audit.emulator.faults import Fault, FaultPlan
    from sigma_audit.emulator.routes import ROUTES
    from sigma_audit.emulator.server import serve as served

    known = sorted({route.operation for route in ROUTES if route.operation})
    for name in refuse:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
            raise ConfigError(
                f"--refuse: no operation of the API is called {name!r}",
                f"perhaps {' or '.join(near)}" if near else "for example getTeamMembers",
            )
    faults = FaultPlan([Fault("status", name, times=None, status=403) for name in refuse])
    try:
        with served(create_app(company(seed), faults=faults), port=port) as base_url:
            for name, value in (
                ("SIGMA_BASE_URL", base_url),
                ("SIGMA_CLIENT_ID", CLIENT_ID),
                ("SIGMA_CLIENT_SECRET", CLIENT_SECRET),
            ):
                emit_line(f"export {name}={shlex.quote(value)}")
            narrate("made-up data; serving until interrupted (Ctrl-C)")
            threading.Event().wait()
    except OSError as error:
        raise ConfigError(
            f"cannot listen on 127.0.0.1:{port}: {error.strerror or error}",
            "choose another with --port",
        ) from error
