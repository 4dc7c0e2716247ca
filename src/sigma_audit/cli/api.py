"""`api GET /v2/…`: one signed-in, paged, retried call, for whatever the tool does not model.

Must never send anything but GET: every other verb is refused before anybody signs in.
"""

from __future__ import annotations

import json
from typing import Any

import click

from sigma_audit.cli.options import example, narrated
from sigma_audit.cli.output import emit, narrate
from sigma_audit.errors import ConfigError, Refused

_CURSORS = ("nextPage", "nextPageToken", "hasMore")


@click.command(
    epilog=example(
        "sigma-audit api GET /v2/whoami",
        'sigma-audit api GET "/v2/files?typeFilters=folder" | jq ".entries | length"',
    )
)
@click.argument("verb")
@click.argument("path")
@narrated
def api(verb: str, path: str) -> None:
    """Ask Sigma for PATH, signed in, and print the JSON, all pages as one.

    VERB is GET: this tool changes nothing in Sigma.
    """
    if verb.upper() != "GET":
        raise Refused(
            f"{verb.upper()} is not sent: this tool only reads", "write sigma-audit api GET /v2/…"
        )
    if not path.startswith("/"):
        raise ConfigError(f"{path!r} is not a path", "write it as in the API's description: /v2/…")
    from sigma_audit.config import load
    from sigma_audit.sigma.once import call

    pages: list[Any] = []
    call(load(), path, pages.append)
    narrate(f"{len(pages):,} pages" if len(pages) != 1 else "1 page")
    emit(json.dumps(merged(pages), ensure_ascii=False, indent=1) + "\n")


def merged(pages: list[Any]) -> Any:
    """Give the only page as it came, or the first with everybody's entries and no cursor."""
    if len(pages) == 1:
        return pages[0]
    whole = {key: value for key, value in pages[0].items() if key not in _CURSORS}
    whole["entries"] = [entry for page in pages for entry in page.get("entries", [])]
    return whole
