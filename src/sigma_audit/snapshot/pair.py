"""Opens two sealed files as `before` and `after`, and lays `sql/history` over them as tables.

The tables live in memory, for as long as the pair is open; they are built in the order that
DuckDB's parser finds. Must never mix organisations, or demo data with real data, and never writes
to a file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from sigma_audit.errors import Refused
from sigma_audit.library import Library
from sigma_audit.snapshot import build
from sigma_audit.snapshot.inputs import InputFile, InputTable
from sigma_audit.snapshot.overlay import Overlay
from sigma_audit.snapshot.store import Snapshot

SIDES = ("before", "after")


class Pair(Snapshot):
    """An earlier and a later snapshot of one organisation. Use as a context manager."""

    def __init__(
        self,
        before: Path,
        after: Path,
        library: Library,
        inputs: Mapping[str, InputTable | InputFile] | None = None,
        overlays: Mapping[str, Sequence[Overlay]] | None = None,
    ) -> None:
        """Attach both and lay the history over them; Refused when they cannot be compared.

        `inputs` and `overlays` (by side) as of a `Snapshot`.
        """
        super().__init__({"before": before, "after": after}, inputs=inputs, overlays=overlays)
        try:
            comparable(self)
            build.lay(self._connection, library)
        except BaseException:
            self._close()
            raise


def comparable(pair: Snapshot) -> None:
    """Refuse two organisations, and demo data beside real data."""
    before, after = (pair.info(side) for side in SIDES)
    for key, word in (("organization_id", "organisations"), ("source", "sources")):
        if before[key] != after[key]:
            raise Refused(
                f"the two snapshots are of different {word}: {before[key]} and {after[key]}",
                "compare two snapshots of one organisation, both demo or both real",
            )
