"""The running emulator: the organisation, its tokens, what was asked of it, how it behaves.

Must never know a route.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Container
from dataclasses import dataclass, field
from datetime import datetime

from sigma_audit.emulator.faults import FaultPlan
from sigma_audit.emulator.index import Index
from sigma_audit.emulator.org import Org
from sigma_audit.emulator.tokens import Tokens

_BASE62 = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Options:
    """How this deployment behaves where real ones differ.

    `legacy_arrays`: bare arrays without `limit` (until 2026-06) · `slug_ids`: urlIds in grant rows
    · `page_limit`: largest page · `unfiltered_grants`: whether /v2/grants answers without a filter.
    """

    legacy_arrays: bool = False
    slug_ids: bool = True
    page_limit: int = 1000
    unfiltered_grants: bool = False


@dataclass
class Materialization:
    """A materialization job of a dataset."""

    dataset_id: str
    task_id: str
    finished_at: datetime


@dataclass
class Emulator:
    """Everything a call may read or change; found at `app.state.emulator`."""

    org: Org
    tokens: Tokens
    options: Options
    faults: FaultPlan
    exports: dict[str, int] = field(default_factory=dict)
    materializations: list[Materialization] = field(default_factory=list)
    _index: Index | None = None
    _stamp: object = None
    _writes: int = 0
    _issued: int = 0

    @property
    def index(self) -> Index:
        """Look-ups over the present state.

        Made anew after each write, and whenever something was added or removed behind the API's
        back; who changes a field there calls `touch`.
        """
        org = self.org
        things = (org.inodes, org.grants, org.paths, org.connections, org.members, org.teams)
        stamp = (self._writes, *(len(one) for one in things))
        if self._index is None or stamp != self._stamp:
            self._index, self._stamp = Index(org), stamp
        return self._index

    def touch(self) -> None:
        """Forget every look-up: the organisation has changed."""
        self._writes += 1

    def new_id(self, kind: str, taken: Container[str]) -> str:
        """Make a UUID that nothing bears, the same in every run of the same writes."""
        return self._new(kind, taken, lambda raw: str(uuid.UUID(bytes=raw[:16], version=4)))

    def new_member_id(self) -> str:
        """Make a member id: 29 base62 characters, no UUID (5.0)."""
        return self._new("member", self.org.members, _base62)

    def _new(self, kind: str, taken: Container[str], spell: Callable[[bytes], str]) -> str:
        while True:
            self._issued += 1
            key = f"{self.org.organization_id}/{kind}/{self.org.now.isoformat()}/{self._issued}"
            made = spell(hashlib.blake2b(key.encode(), digest_size=32).digest())
            if made not in taken:
                return made


def _base62(raw: bytes) -> str:
    number, text = int.from_bytes(raw), ""
    for _ in range(29):
        number, digit = divmod(number, 62)
        text += _BASE62[digit]
    return text
