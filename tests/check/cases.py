"""Reads a case file: a tiny world in TOML, what is given besides, and the rows a check must find.

Things are named, and found again by their names. A duplicate name is an error, so that a case
cannot quietly speak of another thing. Must never know what a check demands.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from worlds import World

CASES = Path(__file__).resolve().parents[1] / "sql" / "checks"
TAKEN_AT = datetime(2024, 6, 1, 12, 0)


@dataclass
class Named:
    """A world together with the ids of what was named in it."""

    world: World
    ids: dict[str, str] = field(default_factory=dict)

    def name(self, name: str, identity: str) -> str:
        assert name not in self.ids, f"two things are called {name}"
        self.ids[name] = identity
        return identity

    def find(self, name: str | None) -> str | None:
        return None if name is None else self.ids.get(name, name)

    def spell(self, text: str) -> str:
        """Put the id in place of a leading `@name`: what has no name is shown by its id."""
        name, slash, rest = text[1:].partition("/")
        return self.ids[name] + slash + rest if text.startswith("@") else text


@dataclass
class Case:
    """One question put to the world: parameters, input rows, and the rows expected.

    `rows` are [status, subject name] or [status, subject name, a part of the reason].
    """

    params: dict[str, object]
    inputs: dict[str, list[list[object]]]
    fails: list[list[str]]
    rows: list[list[str]]
    named: Named


def read(path: Path) -> list[Case]:
    """Read one file; a case may have a world of its own. KeyError for what it should not say."""
    whole = tomllib.loads(path.read_text(encoding="utf-8"))
    named = _world(whole.pop("world"))
    cases = [
        Case(
            one.pop("params", {}),
            one.pop("inputs", {}),
            one.pop("fail", []),
            one.pop("rows"),
            _world(one.pop("world")) if "world" in one else named,
        )
        for one in whole["case"]
    ]
    assert not any(whole["case"]), f"{path} says more than is read"
    assert whole.keys() == {"case"}
    return cases


def broken(named: Named, fails: list[list[str]]) -> World:
    """Give a copy of the world in which chains end badly: [endpoint, of what, status]."""
    world = named.world.copy()
    for endpoint, *rest in fails:
        of, status = [*rest, *["", "failed"][len(rest) :]]
        world.fail(endpoint, named.find(of) or "", status)
    return world


def _world(spec: dict[str, Any]) -> Named:
    world = World(name="case", taken_at=TAKEN_AT, with_auditor=spec.pop("auditor", True))
    world.plan = spec.pop("plan", "full")
    named = Named(world)
    for one in spec.pop("account_types", []):
        world.account_type(one["name"], *one["may"])
    for one in spec.pop("members", []):
        _member(named, dict(one))
    for one in spec.pop("teams", []):
        people = [named.find(name) or "" for name in one.pop("members", [])]
        admins = tuple(named.find(name) or "" for name in one.pop("admins", []))
        name = one.pop("name")
        team = world.team(name, *people, admins=admins, archived=one.pop("archived", False))
        world.teams[named.name(name, team)].update(one)
    for name in spec.pop("workspaces", []):
        named.name(name, world.workspace(name))
    for one in spec.pop("inodes", []):
        kind, name, parent = one.pop("kind"), one.pop("name"), named.find(one.pop("in", None))
        key, owner = one.pop("as", name), named.find(one.pop("owner", None))
        if parent in world.members:
            parent = world.home(str(parent))
        make = world.folder if kind == "folder" else None
        if make:
            named.name(key, make(name, parent, owner, **one))
        else:
            named.name(key, world.document(kind, name, parent, owner, **one))
    for one in spec.pop("connections", []):
        name = one.pop("name")
        named.name(name, world.connection(name, **one))
    for connection, *names in spec.pop("paths", []):
        named.name(f"{connection}:{'.'.join(names)}", world.path(named.ids[connection], *names))
    for one in spec.pop("grants", []):
        _grant(named, dict(one))
    assert not spec, f"a world has no {', '.join(spec)}"
    return named


def _member(named: Named, one: dict[str, Any]) -> None:
    name = one.pop("name")
    fields = {
        theirs: one.pop(ours)
        for ours, theirs in (("email", "email"), ("created", "createdAt"))
        if ours in one
    }
    identity = named.world.member(name, one.pop("type", "Build"), **one)
    entry = named.world.members[named.name(name, identity)]
    entry.update(fields, lastName="")


def _grant(named: Named, one: dict[str, Any]) -> None:
    inode = named.find(one.pop("on")) or ""
    fields = {"createdBy": named.find(one.pop("by", None)), "createdAt": one.pop("at", None)}
    key = one.pop("as", None)
    for principal in ("member", "team"):
        one[principal] = named.find(one.get(principal))
    identity = named.world.grant(inode, one.pop("may"), **one)
    if key:
        named.name(key, identity)
    entry = named.world.grants[identity]
    entry.update({name: value for name, value in fields.items() if value is not None})


def cell(value: object, named: Named) -> object:
    """Give an input cell as DuckDB takes it: names become ids where they are written `@name`."""
    if isinstance(value, str) and value.startswith("@"):
        return named.ids[value[1:]]
    if isinstance(value, str) and not value:
        return None
    return value
