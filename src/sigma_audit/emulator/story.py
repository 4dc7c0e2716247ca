"""What a planted story is: a sentence, the report that should find it, and what is then true.

Everything is an id or a literal, so that a test needs no engine to believe it. Must never compute
access: the answers are written down by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from sigma_audit.emulator.company_build import object_id

ReportSlug = Literal[
    "overview",
    "access_by_object",
    "access_by_member",
    "connections",
    "privileged",
    "changes",
    "coverage",
    "policies",
]
# A check, and the name under which it shows what it found.
Findings = tuple[tuple[str, str], ...]
_NO_COUNTS: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True)
class Reach:
    """One pair's answer: both permissions (None: nothing) and the kinds of reason that count.

    `via` has one entry per reason, sorted, so its length is the pair's path_count.
    """

    member_id: str
    inode_id: str
    granted: str | None
    effective: str | None
    via: tuple[str, ...] = ()
    can_write_back: bool = False


@dataclass(frozen=True)
class Story:
    """One planted finding; `plan` is the cheapest collection plan that can see it.

    `findings` is everything that policies find because of it, until the quarter ends.
    """

    slug: str
    sentence: str
    report: ReportSlug
    member_ids: tuple[str, ...] = ()
    team_ids: tuple[str, ...] = ()
    inode_ids: tuple[str, ...] = ()
    grant_ids: tuple[str, ...] = ()
    reaches: tuple[Reach, ...] = ()
    counts: Mapping[str, int] = field(default_factory=lambda: _NO_COUNTS)
    plan: Literal["standard", "full"] = "standard"
    findings: Findings = ()


def inode(key: str) -> str:
    """Give the id of a planted workspace, folder or document."""
    return object_id(f"inode/{key}")


def team(key: str) -> str:
    """Give the id of a planted team."""
    return object_id(f"team/{key}")


def grant(key: str) -> str:
    """Give the id of a planted grant."""
    return object_id(f"grant/{key}")
