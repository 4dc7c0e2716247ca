"""Two sealed snapshots of one organisation, and the ids that tests ask for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Sealed:
    """The files, and the ids that tests ask for."""

    spring: Path
    summer: Path
    ids: dict[str, str]
