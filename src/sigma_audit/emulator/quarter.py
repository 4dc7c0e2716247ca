"""A scripted quarter: changes made through the emulator's own write endpoints, with known effect.

Whoever applies it supplies the way of sending, so nothing here imports an HTTP client. Must never
reach into the organisation, its clock excepted and what only the web application can do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from string import Template

from sigma_audit.emulator.by_hand import Hand, do, filled
from sigma_audit.emulator.org import Org
from sigma_audit.emulator.quarter_autumn import AUTUMN
from sigma_audit.emulator.quarter_step import AccessChange, Batch, Body, Change, Step
from sigma_audit.emulator.quarter_summer import SUMMER

__all__ = [
    "QUARTER",
    "AccessChange",
    "Batch",
    "Change",
    "Send",
    "Step",
    "apply",
    "apply_step",
    "expected_access_changes",
    "expected_base_changes",
]

Send = Callable[[str, str, Body | None], Mapping[str, object]]
Lay = Callable[[Hand], None]
Names = Mapping[str, str]

QUARTER: tuple[Batch, ...] = (SUMMER, AUTUMN)


def apply(
    batch: Batch,
    send: Send,
    names: Names | None = None,
    org: Org | None = None,
    lay: Lay | None = None,
) -> dict[str, str]:
    """Send every call of a batch, in order, and give what `$name`s stand for from now on.

    `names` is what earlier batches gave. With `org`, its time is first set to the batch's, so that
    what is written bears it; where tokens live by the same clock, `send` must sign in again.
    What can only be done by hand is done to `org`, or by `lay` where somebody else holds it.
    """
    if org is not None:
        org.now = batch.now
    known = dict(names or {})
    if lay is None and org is not None:
        lay = partial(do, org)
    for step in batch.steps:
        known = apply_step(step, send, known, lay)
    return known


def apply_step(step: Step, send: Send, names: Names, lay: Lay | None = None) -> dict[str, str]:
    """Send the calls of one step, then have done what is done by hand; see `apply`."""
    known = dict(names)
    for call in step.calls:
        body = None if call.json is None else _filled(call.json, known)
        answer = send(call.method, Template(call.path).substitute(known), body)
        known |= {name: str(answer[key]) for name, key in call.keep.items()}
    for hand in step.by_hand:
        if lay is None:
            raise ValueError(f"{step.slug} needs a hand on the organisation")
        lay(filled(hand, known))
    return known


def expected_base_changes(batch: Batch, names: Names | None = None) -> tuple[Change, ...]:
    """List what a diff across the batch must show of members, teams, inodes and grants.

    Everything of those and nothing else; `names` as `apply` gave them fills in created ids.
    """
    known = names or {}
    return tuple(
        replace(change, ids={key: _id(text, known) for key, text in change.ids.items()})
        for step in batch.steps
        for change in step.changes
    )


def expected_access_changes(batch: Batch, names: Names | None = None) -> tuple[AccessChange, ...]:
    """List what must have become of some pairs' granted permission; there are many more."""
    known = names or {}
    return tuple(
        replace(
            change,
            member_id=_id(change.member_id, known),
            inode_id=_id(change.inode_id, known),
        )
        for change in batch.access
    )


def _id(text: str, known: Names) -> str:
    return known.get(text[1:], text) if text.startswith("$") else text


def _filled(body: Body, known: Names) -> dict[str, object]:
    return {key: _value(value, known) for key, value in body.items()}


def _value(value: object, known: Names) -> object:
    if isinstance(value, str):
        return _id(value, known)
    if isinstance(value, Mapping):
        return _filled(value, known)
    if isinstance(value, list):
        return [_value(item, known) for item in value]
    return value
