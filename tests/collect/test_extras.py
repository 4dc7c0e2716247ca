"""What `collect --with` adds: asked only where it was asked for, typed, and never a status."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from collect.crawl import emulated, rows, settings, take
from emulator.tiny import tiny, uid
from sigma_audit.collect.endpoints import ENDPOINTS, EXTRAS
from sigma_audit.collect.run import CollectOutcome
from sigma_audit.emulator.faults import FaultPlan
from sigma_audit.emulator.tokens import MARK
from sigma_audit.errors import ConfigError, Interrupted, Refused

CANARY = f"{MARK}of-a-client"
OPTIONAL = {one.name: extra for extra, group in EXTRAS.items() for one in group}


class Answering:
    """The emulator with answers of our own for some paths, to the letter: path -> status, body."""

    def __init__(self, app: Any, answers: dict[str, tuple[int, object]]) -> None:
        self.app = app
        self.answers = answers

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["path"] not in self.answers:
            await self.app(scope, receive, send)
            return
        status, body = self.answers[scope["path"]]
        headers = [(b"content-type", b"application/json"), (b"x-sigma-audit-emulator", b"1")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": json.dumps(body).encode()})


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> tuple[CollectOutcome, FaultPlan]:
    """Give a snapshot with everything that can be asked for, and the emulator's log of it."""
    org, plan = tiny(), FaultPlan()
    out = tmp_path_factory.mktemp("extras") / "all.duckdb"
    return take(emulated(org, plan), out, settings(org), extras=EXTRAS), plan


def extras(path: Path) -> dict[str, tuple[str, bool]]:
    return {row[0]: row[1:] for row in rows(path, "select extra, status, is_known from extras")}


def test_the_words_of_sql_and_python_are_the_same(
    everything: tuple[CollectOutcome, FaultPlan],
) -> None:
    named = rows(everything[0].path, "select endpoint, extra from extra_endpoints")
    assert dict(named) == OPTIONAL
    assert OPTIONAL.keys() < ENDPOINTS.keys()


def test_all_of_it_is_collected_and_read(everything: tuple[CollectOutcome, FaultPlan]) -> None:
    outcome, plan = everything
    assert outcome.status == "complete"
    found = extras(outcome.path)
    assert found.pop("api_credentials") == ("failed", False), "this API lists none (Q19)"
    assert found == dict.fromkeys(EXTRAS.keys() - {"api_credentials"}, ("complete", True))
    org = tiny()
    assert set(rows(outcome.path, "select schedule_id, inode_id, owner_id from schedules")) == {
        (one.schedule_id, one.inode_id, one.owner_id) for one in org.schedules.values()
    }
    assert rows(outcome.path, "select inode_id, is_public from embeds") == [(uid("Q3"), True)]
    assert set(rows(outcome.path, "select name, is_archived from version_tags")) == {
        ("Prod", False), ("Dev", True),
    }  # fmt: skip
    assert set(rows(outcome.path, "select inode_id, tag_name from document_tags")) == {
        (uid(name), "Prod") for name in ("Q3", "Board", "Model")
    }
    assert rows(outcome.path, "select name, default_value from user_attributes") == [
        ("Region", "EU")
    ]
    values = "select principal_kind, principal_id, value, priority from user_attribute_values"
    assert set(rows(outcome.path, values)) == {
        ("member", "cleo", "US", None), ("team", uid("team Finance"), "CH", 1.0),
    }  # fmt: skip
    assert rows(outcome.path, "select member_id, inode_id from recents") == [("ben", uid("Q3"))]
    assert set(
        rows(outcome.path, "select inode_id, source_id, source_type from document_sources")
    ) == {
        (uid("Q3"), uid("Model"), "data_model"), (uid("Q3"), uid("Rates"), "dataset"),
        (uid("Q3"), uid("DB.S.T1"), "table"), (uid("Board"), uid("Model"), "data_model"),
        (uid("Board"), uid("DB.S.T1"), "table"), (uid("Model"), uid("Rates"), "dataset"),
        (uid("Model"), uid("DB.S.T2"), "table"), (uid("Rates"), uid("DB.S.T1"), "table"),
    }  # fmt: skip
    assert {asked.method for asked in plan.log} == {"GET", "POST"}
    assert len([asked for asked in plan.log if asked.method == "POST"]) == 1


def test_nobody_pays_for_what_was_not_asked_for(tmp_path: Path) -> None:
    org, plan = tiny(), FaultPlan()
    outcome = take(emulated(org, plan), tmp_path / "x.duckdb", settings(org))
    optional = {
        "/schedules", "/embeds", "/v2/tags", "/user-attributes", "/recents", "/sources",
    }  # fmt: skip
    asked = [one for one in plan.log if any(part in one.path for part in optional)]
    assert len(asked) == 6, "each was probed once"
    assert {one.query for one in asked} == {"limit=1"}
    assert extras(outcome.path) == dict.fromkeys(EXTRAS, ("not_collected", False))
    told = rows(
        outcome.path,
        "select endpoint, parent_id, detail from coverage join extra_endpoints using (endpoint)",
    )
    assert {row[0] for row in told} == OPTIONAL.keys(), "what was not asked stands in coverage"
    assert {row[1] for row in told} == {""}, "in one line each, however many documents there are"
    assert all(str(row[2]).startswith("optional: --with ") for row in told)


def test_an_optional_endpoint_that_fails_is_told_and_changes_no_status(tmp_path: Path) -> None:
    org, statuses = tiny(), (403, 404, 410, 500)
    parents = {
        "workbook": uid("Q3"), "report": uid("Board"), "data_model": uid("Model"),
        "dataset": uid("Rates"), "member": "ben", "user_attribute_": uid("region"),
    }  # fmt: skip
    expected = {}
    for place, name in enumerate(OPTIONAL):
        parent = next((one for kind, one in parents.items() if name.startswith(kind)), "")
        expected[name, parent] = statuses[place % len(statuses)]
    answers: dict[str, tuple[int, object]] = {
        ENDPOINTS[name].path.replace("{parent}", parent): (status, {"message": "no"})
        for (name, parent), status in expected.items()
        if name != "user_attributes"  # it says of what the others are asked
    }
    answers["/v2/credentials"] = (200, {"entries": [{"clientId": "c1", "clientSecret": CANARY}]})
    app = Answering(emulated(org), answers)
    outcome = take(app, tmp_path / "x.duckdb", settings(org), extras=EXTRAS)  # type: ignore[arg-type]
    assert outcome.status == "complete"
    found = extras(outcome.path)
    assert found.keys() == EXTRAS.keys()
    assert all(status in ("partial", "failed") and not known for status, known in found.values())
    told = {
        (row[0], row[1]): row[2:]
        for row in rows(
            outcome.path, "select endpoint, parent_id, status, http_status from coverage"
        )
    }
    for (name, parent), status in expected.items():
        if name not in ("user_attributes", "api_credentials"):
            assert told[name, parent] == ("forbidden" if status == 403 else "failed", status)
    assert CANARY.encode() not in outcome.path.read_bytes(), "a list of secrets is not kept"


def test_credentials_are_kept_where_an_api_lists_them(tmp_path: Path) -> None:
    org = tiny()
    entries = [{"clientId": "c1", "name": "ci", "ownerId": "ben"}]
    app = Answering(emulated(org), {"/v2/credentials": (200, {"entries": entries})})
    outcome = take(app, tmp_path / "x.duckdb", settings(org), extras=["api_credentials"])  # type: ignore[arg-type]
    assert rows(outcome.path, "select client_id, name, owner_id from api_credentials") == [
        ("c1", "ci", "ben")
    ]
    assert extras(outcome.path)["api_credentials"] == ("complete", True)


def test_a_resume_asks_what_the_run_was_begun_with(tmp_path: Path) -> None:
    org, out, count = tiny(), tmp_path / "x.duckdb", 0

    def stop() -> None:
        nonlocal count
        count += 1
        if count == 20:
            raise KeyboardInterrupt

    with pytest.raises(Interrupted, match="stopped") as caught:
        take(emulated(org), out, settings(org), before=stop, extras=["embeds", "tags"])
    assert "--with embeds,tags" in (caught.value.hint or "")
    with pytest.raises(Refused, match="embeds,tags"):
        take(emulated(org), out, settings(org), resume=True)
    outcome = take(emulated(org), out, settings(org), resume=True, extras=["tags", "embeds"])
    assert outcome.was_resumed
    assert extras(outcome.path)["embeds"] == ("complete", True)


def test_an_unknown_word_is_told(tmp_path: Path) -> None:
    org = tiny()
    with pytest.raises(ConfigError, match="schedule") as caught:
        take(emulated(org), tmp_path / "x.duckdb", settings(org), extras=["schedule"])
    assert "schedules" in (caught.value.hint or "")
