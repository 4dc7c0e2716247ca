"""A field that no list is known to have is named, counted, and takes nothing from the status."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from collect.crawl import emulated, rows, settings, small_org, take
from sigma_audit.cli.collect import said_at_the_end
from sigma_audit.collect.endpoints import ENDPOINTS, EXTRAS, Endpoint
from sigma_audit.emulator.faults import Fault, FaultPlan
from sigma_audit.library import Library

DESCRIPTION = Path(__file__).resolve().parents[3] / "shared/reference/sigma-rest-api.openapi.json"
# Told by their names within an entry, not as its own fields.
WITHIN = {"cronSpec", "runAsRecipient", "timezone", "title", "val"}


def known() -> dict[str, set[str]]:
    sql = Library().query("model", "known_fields").sql
    found: dict[str, set[str]] = {}
    for endpoint, field in duckdb.connect().execute(sql).fetchall():
        found.setdefault(endpoint, set()).add(field)
    return found


@pytest.mark.parametrize(
    ("operation", "endpoints", "of"),
    [
        ("listMembers", ["members"], "members"),  # pages of entries
        ("getTeamMembers", ["team_members"], "team members"),  # asked once for each team
        ("get", ["file_nodes"], "file nodes"),  # an object by itself
    ],
)
def test_a_new_field_is_told_and_leaves_the_status_alone(
    tmp_path: Path, operation: str, endpoints: list[str], of: str
) -> None:
    org = small_org()
    plan = FaultPlan([Fault("extra", operation=operation, times=None)])
    outcome = take(emulated(org, plan), tmp_path / "x.duckdb", settings(org))
    assert outcome.status == "complete"
    served = rows(
        outcome.path,
        "select endpoint, sum(rows_served)::bigint, sum(pages)::bigint from coverage "
        f"where endpoint in {tuple(endpoints) * 2} and reading > 0 group by all",
    )
    told = rows(
        outcome.path,
        "select endpoint, field, row_count, page_count from new_fields order by endpoint, field",
    )
    # A team without members is a page without a row: it shows no field.
    assert [row[:3] for row in told] == [
        (endpoint, field, count)
        for endpoint, count, _ in served
        for field in ("another-new-field", "shinyNewField")
    ]
    assert all(0 < row[3] <= served[0][2] for row in told)
    assert rows(
        outcome.path, "select word, row_count from new_words where kind = 'field' order by word"
    ) == [(row[1], row[2]) for row in told]
    first = said_at_the_end(outcome.path)[0]
    assert f"field another-new-field of {of}; field shinyNewField of {of}" in first


def test_nothing_that_the_emulator_serves_is_new(tmp_path: Path) -> None:
    org = small_org()
    outcome = take(
        emulated(org), tmp_path / "x.duckdb", settings(org), plan="full", extras=list(EXTRAS)
    )
    assert rows(outcome.path, "from new_fields") == []


@pytest.mark.parametrize("endpoint", ENDPOINTS.values(), ids=lambda one: one.name)
def test_every_field_that_is_read_is_known(endpoint: Endpoint) -> None:
    sql = Library().query("typed", endpoint.name).sql
    read = set(re.findall(r'"(\w+)": (?:"[A-Z]|\{|\[)', sql)) - {"entries"}
    assert read, "nothing is read?"
    assert read - WITHIN <= known()[endpoint.name]


def _meant(document: Any, schema: Any) -> Any:
    while isinstance(schema, dict) and "$ref" in schema:
        place = document
        for step in schema["$ref"].split("/")[1:]:
            place = place[step]
        schema = place
    return schema


def _branches(document: Any, schema: Any) -> Iterator[Any]:
    schema = _meant(document, schema)
    yield schema
    for joint in ("allOf", "anyOf", "oneOf"):
        for branch in schema.get(joint, []):
            yield from _branches(document, branch)


def _fields(document: Any, schema: Any) -> set[str]:
    """Names of an entry's fields, whatever stands around the entries."""
    branches = list(_branches(document, schema))
    for branch in branches:
        items = branch.get("items") or _meant(
            document, branch.get("properties", {}).get("entries", {})
        ).get("items")
        if items:
            return _fields(document, items)
    return {name for branch in branches for name in branch.get("properties", {})}


@pytest.mark.skipif(not DESCRIPTION.exists(), reason="the API's description is not at hand")
def test_every_field_that_is_described_is_known() -> None:
    document = json.loads(DESCRIPTION.read_text(encoding="utf-8"))
    paths = {re.sub(r"\{[^}]+\}", "{parent}", path): one for path, one in document["paths"].items()}
    compared = 0
    for name, endpoint in ENDPOINTS.items():
        described = paths.get(endpoint.path, {}).get("get")
        if not described:
            continue  # in no description: known from what is read alone
        answer = _meant(document, described["responses"]["200"])
        fields = _fields(document, answer["content"]["application/json"]["schema"])
        assert fields, name
        assert fields <= known()[name], name
        compared += 1
    assert compared >= 30
