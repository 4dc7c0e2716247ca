"""What a run asks first, found in memory: its file has no name before Sigma says whose it is.

Must never be asked about a run that has anything beside its sign-in: only its file knows that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from sigma_audit.errors import LibraryError
from sigma_audit.library import Library
from sigma_audit.snapshot.build import Look
from sigma_audit.snapshot.partial import Run, fill
from sigma_audit.snapshot.saving import Chain, save

# By the SQL, the plan and what was asked beside it: a process may take many snapshots.
_FOUND: dict[tuple[str, str, tuple[tuple[str, str], ...]], Foreseen] = {}


@dataclass(frozen=True)
class Foreseen:
    """Rows of two model relations once a run has signed in: of the questions, the early ones."""

    open_chains: list[dict[str, Any]]
    probe_requests: list[dict[str, Any]]


def foresee(
    run: Run,
    endpoint_names: Iterable[str],
    library: Library,
    settings: Mapping[str, str],
    signed_in: Chain,
) -> Foreseen | None:
    """Ask the model about a run that has ended one chain, `signed_in`.

    None where that fails: then its file is asked, and says what is wrong.
    """
    key = (library.digest(), run.plan, tuple(sorted(settings.items())))
    if key not in _FOUND:
        try:
            with duckdb.connect(":memory:") as connection:
                fill(connection, run, endpoint_names, settings)
                save(connection, [], [signed_in], {}, [])
                look = Look(connection)
                chains, questions = (
                    look.rows(look.needed(library, name))
                    for name in ("open_chains", "probe_requests")
                )
                look.end()
        except (duckdb.Error, LibraryError):
            return None
        # The other questions depend on who has signed in.
        _FOUND[key] = Foreseen(chains, [row for row in questions if row["is_early"]])
    return _FOUND[key]
