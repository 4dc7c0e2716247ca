"""The API's description as the judge of every answer; absent where the description is not at hand.

DEVIATIONS lists, one by one, where the emulator departs from it on purpose, because the real one
does; nothing else may.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal

import httpx
import jsonschema_rs

FILE = Path(__file__).resolve().parents[3] / "shared/reference/sigma-rest-api.openapi.json"
ERROR = {
    "type": "object",
    "properties": {name: {"type": "string"} for name in ("message", "code", "requestId")},
    "required": ["message", "code", "requestId"],
    "additionalProperties": False,
}


@dataclass(frozen=True)
class Deviation:
    """Where an answer may differ, what of it, and on whose word."""

    operation: str
    what: Literal["visibility is null", "no content", "text/csv"]
    source: str


_NULL = "SPEC25: a team's visibility can be null (notes 5.2)"
DEVIATIONS = (
    Deviation("listTeams", "visibility is null", _NULL),
    Deviation("v2_1_listTeams", "visibility is null", _NULL),
    Deviation("getTeam", "visibility is null", _NULL),
    Deviation("listMemberTeams", "visibility is null", _NULL),
    Deviation("downloadQuery", "text/csv", "a file stream, not JSON (notes section 11)"),
    Deviation("downloadQuery", "no content", "204 while the query runs (notes 4.2)"),
)

# What is wrong in the description itself, mended on load: two or more branches of these `oneOf`s
# accept the same value, so that no value at all would be valid.
OVERLAPPING = ("path", "permission", "_listmaterializationschedules_response_200")


@dataclass
class Description:
    """The description, its validators, and which deviations were needed."""

    document: dict[str, Any]
    used: set[Deviation] = field(default_factory=set)
    checked: set[str] = field(default_factory=set)
    _validators: dict[str, jsonschema_rs.Draft202012Validator] = field(default_factory=dict)

    @cached_property
    def by_name(self) -> dict[str, dict[str, Any]]:
        """Operation id -> the operation."""
        return {name: one for _, _, name, one in self.operations()}

    def operations(self) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
        """Yield (METHOD, path, operation id, the operation)."""
        for path, verbs in self.document["paths"].items():
            for verb, operation in verbs.items():
                if isinstance(operation, dict) and "operationId" in operation:
                    yield verb.upper(), path, operation["operationId"], operation

    def check(self, method: str, path: str, operation: str, response: httpx.Response) -> None:
        """Fail unless the answer is what the description (or the error envelope) says."""
        where = f"{method} {path} -> {response.status_code}"
        if response.status_code >= 400:
            errors = list(_ERROR.iter_errors(response.json()))
            assert not errors, f"{where}: {errors[0]}"
            return
        found = self.by_name.get(operation)
        if found is None:
            assert operation.startswith(("/v2/dataModels/", "/v3alpha/")), f"{where}: undescribed"
            return
        self.checked.add(operation)
        if response.status_code == 204:
            assert self._departs(operation, "no content"), where
            return
        kind = response.headers["content-type"].split(";")[0]
        if kind != "application/json":
            assert kind == "text/csv", where
            assert self._departs(operation, "text/csv"), where
            return
        assert str(response.status_code) in found["responses"], where
        body = response.json()
        if _has_null_visibility(body):
            assert self._departs(operation, "visibility is null"), where
        for error in self._validator(operation, found, response.status_code).iter_errors(body):
            raise AssertionError(f"{where}: {error}")

    def _departs(self, operation: str, what: str) -> bool:
        """Tell whether this departure is listed, and note that it was needed."""
        found = {one for one in DEVIATIONS if (one.operation, one.what) == (operation, what)}
        self.used |= found
        return bool(found)

    def _named_in(self, content: dict[str, Any]) -> dict[str, Any]:
        """Collect the schemas that one refers to, however far: compiling all of them is slow."""
        everything, found = self.document["components"]["schemas"], {}
        waiting: list[Any] = [content]
        while waiting:
            node = waiting.pop()
            if isinstance(node, list):
                waiting.extend(node)
            elif isinstance(node, dict):
                waiting.extend(node.values())
                name = str(node.get("$ref", "")).rsplit("/", 1)[-1]
                if name in everything and name not in found:
                    found[name] = everything[name]
                    waiting.append(everything[name])
        return found

    def _validator(
        self, operation: str, found: dict[str, Any], status: int
    ) -> jsonschema_rs.Draft202012Validator:
        key = f"{operation} {status}"
        if key not in self._validators:
            content = found["responses"][str(status)]["content"]["application/json"]["schema"]
            schema = {**content, "components": {"schemas": self._named_in(content)}}
            self._validators[key] = jsonschema_rs.Draft202012Validator(
                schema, validate_formats=True
            )
        return self._validators[key]


def _has_null_visibility(body: Any) -> bool:
    """Find teams without a visibility and give them one, so that the rest can be judged."""
    teams = body.get("entries", [body]) if isinstance(body, dict) else body
    found = [one for one in teams if isinstance(one, dict) and one.get("visibility", "") is None]
    for one in found:
        one["visibility"] = "public"
    return bool(found)


_ERROR = jsonschema_rs.Draft202012Validator(ERROR)


def repaired(document: dict[str, Any]) -> dict[str, Any]:
    """Mend dangling references (to anything) and `oneOf`s whose branches overlap."""
    known = document["components"]["schemas"]

    def mend(node: Any, name: str) -> Any:
        if isinstance(node, list):
            return [mend(one, name) for one in node]
        if not isinstance(node, dict):
            return node
        reference = node.get("$ref")
        if isinstance(reference, str) and reference.rsplit("/", 1)[-1] not in known:
            return {}
        made = {key: mend(value, key) for key, value in node.items()}
        title = str(made.get("title", "")).lower()
        if "oneOf" in made and any(title.endswith(word) for word in OVERLAPPING):
            made["anyOf"] = made.pop("oneOf")
        return made

    mended: dict[str, Any] = mend(document, "")
    return mended


@cache
def description() -> Description | None:
    """Load the description, or None where it is not at hand."""
    if not FILE.is_file():
        return None
    return Description(repaired(json.loads(FILE.read_text(encoding="utf-8"))))
