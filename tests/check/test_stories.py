"""The planted stories of the embedded company: each found by its checks, and by no other.

The company is collected the real way. What is filled in around the stories may be found too; what
a story planted is found exactly as listed here.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from collect.crawl import settings, take
from sigma_audit.check.inputs import Files, tables
from sigma_audit.check.policies import chosen
from sigma_audit.check.run import findings
from sigma_audit.emulator.app import create_app
from sigma_audit.emulator.company import company
from sigma_audit.emulator.stories import STORIES
from sigma_audit.library import Library
from sigma_audit.snapshot.store import Snapshot

POLICY = Path(__file__).resolve().parents[2] / "examples" / "policy"
# Story -> what its subjects must be found by: (check, name of the subject as it is shown).
EXPECTED: dict[str, set[tuple[str, str]]] = {
    "leaver-owns-workbooks": {
        ("inactive_owners", "Finance/Closing/Closing Checklist"),
        ("inactive_owners", "Finance/Closing/Accruals"),
        ("inactive_owners", "My Documents of ruth.abernathy@halcyon.example/Ruth's notes"),
    },
    "leaver-keeps-a-grant": {("leaver_grants", "Tomás Ferreira")},
    "admin-by-another-name": {
        ("shadow_admins", "Viktor Halász"),
        ("workspace_concentration", "Viktor Halász"),
        ("user_administrators", "Viktor Halász"),
    },
    "admin-in-odd-case": {("admin_spelling", "Oksana Bilyk")},
    "licence-upgrade-would-wake": {("latent_grants", "Greta Holm")},
    "contractor-through-two-teams": {("guests_who_manage", "Pavel Brandt")},
    "embed-user-can-edit": {("embed_users_who_edit", "Harbor Ops")},
    "deep-folder-shared-outside": {
        ("guest_direct_grants", "Lorna Pike"),
        ("guests_outside_teams", "Lorna Pike"),
    },
    "payroll-for-everyone": {("everyone_on_content", "Halcyon")},
    "empty-team-can-manage": {
        ("empty_team_grants", "Crisis Cell"),
        ("unmanaged_workspaces", "Incident Response"),
    },
    "team-admin-of-a-sensitive-workspace": {
        ("team_admins_over_sensitive", "Karim Nasser"),
        ("team_admins_of_workspaces", "Karim Nasser"),
        # an Act account, and Can manage on Treasury: the same as Greta's
        ("latent_grants", "Karim Nasser"),
    },
    "grant-to-an-archived-team": {
        ("archived_team_grants", "Legacy BI"),
        ("unmanaged_workspaces", "Data Handbook"),
    },
    "grant-to-nobody-known": {("unknown_principals", "Data Handbook")},
    "words-outside-the-order": {
        ("unknown_words", "apply on content"),
        ("unknown_words", "update on data"),
    },
    "perhaps-limited-to-a-tag": {("tagged_pairs", "Pricing/Price List")},
    "owner-and-nothing-else": {("owner_only_documents", "Pricing/Carrier Rate Card")},
    "two-of-the-same-name": {("duplicate_names", "Pricing/Weekly Review")},
    "database-grant-reaches-salaries": {
        ("wide_data_grants", "Marketing Analysts on Snowflake:PROD")
    },
    "table-for-everyone": {("everyone_on_data", "Lakehouse:main.finance.bonus_pool")},
    "analyst-writes-back": {("write_back_holders", "Yusuf Demir")},
    "connection-admin-without-being-one": {
        ("connection_admins", "Sofia Lindgren"),
        ("write_back_holders", "Sofia Lindgren"),
        # a platform steward too, and so one who manages users
        ("user_administrators", "Sofia Lindgren"),
        # what she administers is granted to others schema by schema
        ("wide_data_grants", "Sofia Lindgren on Lakehouse"),
    },
    # She has what she was given: only a comparison can tell that it was taken away later.
    "dana-loses-the-board-pack": set(),
}
# True of things a story uses, and not what it tells: Edith owns whatever needs an owner, and the
# quarter leaves things lying about for everyone to find.
SCENERY = {
    ("owner_only_documents", "Data Handbook/Table dictionary"),
    ("owner_only_documents", "Portal/Customer pages/Shipment Status"),
    ("owner_only_documents", "Portal/Integration/EDI Mapping"),
    ("owner_only_documents", "Pricing/Price List"),
    ("owner_only_documents", "Pricing/Release gate"),
    ("owner_only_documents", "Pricing/Weekly Review"),
    ("shared_service_accounts", "Snowflake"),
    # one of Viktor's twelve is a workspace that his team explores
    ("redundant_direct_grants", "Viktor Halász on Executive"),
}


@pytest.fixture(scope="module")
def failing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[dict[str, Any]]]:
    """What fails in the whole company, with the files of `examples/` given."""
    org, library = company(), Library()
    out = tmp_path_factory.mktemp("company") / "company.duckdb"
    outcome = take(create_app(org, token_rate=False), out, settings(org), plan="full")
    assert outcome.status == "complete"
    files = Files(
        sensitive=POLICY / "sensitive.toml",
        duties=POLICY / "duties.toml",
        sentinels=POLICY / "sentinels.toml",
    )
    with Snapshot({"snapshot": out}, inputs=tables(files, library)) as snapshot:
        rows = findings(snapshot, library, chosen(library, ()))
        yield [row for row in rows if row["result"] == "fail"]


def _ids(row: dict[str, Any]) -> set[str]:
    """Ids that a finding is about: its subject, and the grants it rests on."""
    return set(str(row["subject_id"]).split("/")) | set(row["facts"].get("grant_ids") or ())


def test_every_story_is_listed() -> None:
    assert EXPECTED.keys() == {story.slug for story in STORIES}


@pytest.mark.parametrize("slug", sorted(EXPECTED))
def test_a_story_is_found_by_its_checks(slug: str, failing: list[dict[str, Any]]) -> None:
    found = {(row["check"], row["subject_name"]) for row in failing}
    assert EXPECTED[slug] <= found


def test_what_a_story_planted_is_found_by_no_other_check(failing: list[dict[str, Any]]) -> None:
    planted = {
        identity
        for story in STORIES
        for identity in (*story.member_ids, *story.team_ids, *story.inode_ids, *story.grant_ids)
    }
    found = {(row["check"], row["subject_name"]) for row in failing if _ids(row) & planted}
    listed = set().union(*EXPECTED.values())
    # a place above a planted one is the subject where the planted one is open to everybody
    assert found - listed == SCENERY
    assert listed - found <= {("unmanaged_workspaces", "Incident Response")}
