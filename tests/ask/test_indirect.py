"""Data reach through documents: only where the connection is not OAuth, by the owner's rights."""

from __future__ import annotations

from pathlib import Path

import pytest

from sigma_audit.ask.indirect import indirect_access
from sigma_audit.ask.object import access_to_object
from sigma_audit.library import Library
from sigma_audit.snapshot.store import Snapshot
from worlds import World

LIBRARY = Library()


class Shop:
    """Ann may use the table and owns a model on it; Bob opens a workbook that draws on it."""

    def __init__(self) -> None:
        self.world = world = World(extras=("sources",))
        self.ann, self.bob = world.member("Ann"), world.member("Bob", "Analyze")
        self.cid = world.member("Cid", "Build")
        self.ada = world.member("Ada", "Admin")
        space = world.workspace("Space")
        self.warehouse = world.connection("Snowflake", useOauth=False)
        self.other = world.connection("Personal", useOauth=True)
        for names in (("DB",), ("DB", "S")):
            world.path(self.warehouse, *names)  # else what was granted there would not be known
        self.table = world.path(self.warehouse, "DB", "S", "SALES")
        self.spare = world.path(self.warehouse, "DB", "S", "SPARE")
        self.own = world.path(self.other, "DB", "S", "OWN")
        self.model = world.document("data_model", "Model", space, self.ann)
        self.book = world.document("workbook", "Book", space, self.ann)
        self.bobs = world.document("workbook", "Bob's", space, self.bob)
        self.sql = world.document("report", "By SQL", space, self.ann)
        self.oauth = world.document("workbook", "Their own", space, self.ann)
        self.lost = world.document("workbook", "Of nobody", space)
        world.grant(self.table, "usage", member=self.ann)
        for document in (self.book, self.sql, self.oauth):
            world.grant(document, "view", member=self.bob)
        world.grant(self.bobs, "view", member=self.cid)
        world.grant(self.lost, "view", member=self.cid)
        self.draws(self.model, "data_model_sources", {"type": "table", "tableId": self.table})
        self.draws(self.book, "workbook_sources", {"type": "data-model", "dataModelId": self.model})
        self.draws(self.bobs, "workbook_sources", {"type": "table", "inodeId": self.table})
        self.draws(self.lost, "workbook_sources", {"type": "table", "inodeId": self.table})
        self.draws(self.oauth, "workbook_sources", {"type": "table", "inodeId": self.own})
        by_sql = {"type": "custom-sql", "customSqlId": "q1", "connectionId": self.warehouse}
        self.draws(self.sql, "report_sources", by_sql)

    def draws(self, document: str, endpoint: str, *entries: dict[str, str]) -> None:
        self.world.answers[endpoint, document] = list(entries)


@pytest.fixture(scope="module")
def shop() -> Shop:
    return Shop()


@pytest.fixture(scope="module")
def snapshot(shop: Shop, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return Snapshot.open(shop.world.seal(tmp_path_factory.mktemp("shop")))


def told(snapshot: Snapshot, what: str) -> set[tuple[str, str, str]]:
    rows = indirect_access(snapshot, LIBRARY, what).records()
    return {(row["name"], row["document"], row["sees"]) for row in rows}


def test_viewers_see_through_documents_what_their_owner_may(shop: Shop, snapshot: Snapshot) -> None:
    assert told(snapshot, shop.table) == {
        ("Ann Test", "Space/Model", "yes"),
        ("Ann Test", "Space/Book", "yes"),
        ("Bob Test", "Space/Book", "yes"),
        # Bob owns it and may not use the table: nobody sees the data there.
        ("Bob Test", "Space/Bob's", "no"),
        ("Cid Test", "Space/Bob's", "no"),
        # Which tables a piece of SQL reads, and whose rights decide, is not known.
        ("Ann Test", "Space/By SQL", "not_known"),
        ("Bob Test", "Space/By SQL", "not_known"),
        ("Cid Test", "Space/Of nobody", "not_known"),
    }
    result = indirect_access(snapshot, LIBRARY, shop.table)
    (through,) = [
        r for r in result.records() if (r["name"], r["document"]) == ("Bob Test", "Space/Book")
    ]
    assert through["because"] == (
        "opens workbook Space/Book, which draws through 1 other document on "
        "Snowflake:DB.S.SALES, with the rights of its owner Ann Test"
    )
    assert result.facts["indirect"] == {
        "plane": "data", "is_known": True, "members": 2, "maybe": 3, "documents": 2,
        "sentence": "Through documents: 2 members see its data indirectly, by 2 documents and with "
        "the rights of their owners; of 3 it is not known. --indirect lists them.",
    }  # fmt: skip


def test_what_lies_beneath_counts_and_what_lies_beside_does_not(
    shop: Shop, snapshot: Snapshot
) -> None:
    sure = {row for row in told(snapshot, shop.table) if row[2] == "yes"}
    assert {row for row in told(snapshot, shop.warehouse) if row[2] == "yes"} == sure
    assert {row for row in told(snapshot, "Snowflake:DB") if row[2] == "yes"} == sure
    assert told(snapshot, shop.spare) == {
        ("Ann Test", "Space/By SQL", "not_known"),
        ("Bob Test", "Space/By SQL", "not_known"),
    }


def test_on_oauth_everybody_uses_their_own_rights(shop: Shop, snapshot: Snapshot) -> None:
    result = indirect_access(snapshot, LIBRARY, shop.own)
    assert list(result.rows) == []
    assert "OAuth" in result.facts["indirect"]["sentence"]


def test_the_direct_answer_counts_the_indirect_one_apart(shop: Shop, snapshot: Snapshot) -> None:
    direct = access_to_object(snapshot, LIBRARY, shop.table)
    reaching = [row["name"] for row in direct.records() if row["path_count"]]
    assert reaching == ["Ann Test"]
    assert direct.facts["indirect"]["members"] == 2
    document = access_to_object(snapshot, LIBRARY, shop.book)
    assert document.facts["indirect"]["sentence"] is None


def test_not_collected_or_not_read_is_not_nobody(shop: Shop, tmp_path: Path) -> None:
    silent = shop.world.copy()
    silent.extras = ()
    with Snapshot.open(silent.seal(tmp_path)) as snapshot:
        facts = indirect_access(snapshot, LIBRARY, shop.table).facts["indirect"]
    assert (facts["is_known"], facts["members"]) == (False, 0)
    assert "is not known (not collected" in facts["sentence"]
    failed = shop.world.copy()
    failed.fail("workbook_sources", shop.bobs, "forbidden")
    with Snapshot.open(failed.seal(tmp_path)) as snapshot:
        facts = indirect_access(snapshot, LIBRARY, shop.table).facts["indirect"]
    assert (facts["is_known"], facts["members"]) == (False, 2)
    assert "at least 2 members" in facts["sentence"]


def test_an_owner_whose_data_grants_were_not_read_is_not_known(shop: Shop, tmp_path: Path) -> None:
    gapped = shop.world.copy()
    gapped.fail("path_grants", shop.table, "forbidden")
    with Snapshot.open(gapped.seal(tmp_path)) as snapshot:
        assert ("Cid Test", "Space/Bob's", "not_known") in told(snapshot, shop.table)
