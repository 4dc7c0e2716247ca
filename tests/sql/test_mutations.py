"""Breaks the SQL of each rule once, in a copy, and sees that rule's own world fail.

A test that cannot fail proves nothing: this is where each world earns its trust.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from access_rules import RULES, Sealed
from sigma_audit.errors import AuditError
from sigma_audit.library import Library, packaged_root


class Mutation(NamedTuple):
    """One change to one file of `sql/model` that takes a rule away."""

    rule: str
    file: str
    old: str
    new: str


MUTATIONS = [
    Mutation(
        "r1_the_strongest_of_all_reasons_wins",
        "effective_access",
        "max(rank) as rank",
        "arg_min(rank, distance) as rank",
    ),
    Mutation(
        "r2_nothing_denies",
        "effective_access",
        "max(rank) as rank",
        "if(count(rank) < count(*), null, max(rank)) as rank",
    ),
    Mutation(
        "r3_content_is_inherited_down_to_the_document",
        "inode_ancestry",
        "s.distance < 64",
        "s.distance < 1",
    ),
    Mutation(
        "r4_data_is_inherited_down_to_the_table",
        "inode_ancestry",
        "join above a on a.inode_id = l.parent_id",
        "join above a on a.inode_id = l.parent_id\n"
        "where l.inode_id not in (select inode_id from connection_paths)",
    ),
    Mutation(
        "r5_a_teams_grant_is_each_members",
        "principal_members",
        "join team_members t_m using (team_id)",
        "join (from team_members where is_team_admin) t_m using (team_id)",
    ),
    Mutation(
        "d1_each_plane_has_its_order",
        "permission_levels",
        "('content', 'organize', 3,",
        "('content', 'organize', 0,",
    ),
    Mutation(
        "d1_each_plane_has_its_order",
        "permission_levels",
        "('data', 'admin', 3,",
        "('data', 'admin', 0,",
    ),
    Mutation(
        "d1_each_plane_has_its_order",
        "grants",
        "coalesce(f.plane, '') = 'content' and count(*)",
        "count(*)",
    ),
    Mutation(
        "d2_permissions_are_translated_on_documents",
        "permission_translations",
        "(['report', 'document'], 'explore', 'view'),",
        "(['report', 'document'], 'explore', 'explore'),",
    ),
    Mutation(
        "d2_permissions_are_translated_on_documents",
        "permission_translations",
        "(['workbook'], 'organize', 'explore'),",
        "(['workbook'], 'organize', 'organize'),",
    ),
    Mutation(
        "d3_owners_have_what_they_own_and_homes",
        "access_sources",
        "null, inode_id, 'edit', 0, 0",
        "null, inode_id, 'edit', 0, 1000",
    ),
    Mutation(
        "d3_owners_have_what_they_own_and_homes",
        "access_sources",
        "null, home_folder_id, 'edit', 1, 1000",
        "null, home_folder_id, 'edit', 1, 1",
    ),
    Mutation(
        "d3_owners_have_what_they_own_and_homes",
        "access_sources",
        "select home_folder_id, member_id from members where home_folder_id is not null",
        "select inode_id, 'MemberAuditor' from inode_facts",
    ),
    Mutation(
        "d4_nobody_named_is_every_active_internal_member",
        "principal_members",
        "where is_usable and coalesce(user_kind, 'internal') = 'internal'",
        "where is_usable and coalesce(user_kind, 'internal') <> 'guest'",
    ),
    Mutation(
        "d4_nobody_named_is_every_active_internal_member",
        "principal_members",
        "where is_usable and coalesce(user_kind, 'internal') = 'internal'",
        "where coalesce(user_kind, 'internal') = 'internal'",
    ),
    Mutation(
        "d5_what_is_archived_keeps_and_cannot_use",
        "principal_members",
        "where not t.is_archived",
        "where true",
    ),
    Mutation(
        "d5_what_is_archived_keeps_and_cannot_use",
        "effective_access",
        "case when m.is_usable then c.permission end as",
        "c.permission as",
    ),
    Mutation(
        "d6_the_account_type_caps_every_reason",
        "cap_needs",
        "('workbook', 'explore', 'explore', ['Full explore']),",
        "('workbook', 'explore', 'explore', ['Basic explore']),",
    ),
    Mutation(
        "d6_the_account_type_caps_every_reason",
        "cap_needs",
        "('data', 'annotate', 'connect', ['View connections', 'Manage connections']),",
        "",
    ),
    Mutation(
        "d6_the_account_type_caps_every_reason",
        "account_type_holdings",
        "join permission_implications i using (account_permission)",
        "join permission_implications i using (account_permission) where false",
    ),
    Mutation(
        "d6_what_nobody_holds_under_a_known_name_caps_nothing",
        "cap_levels",
        "or r.account_permission is null\n",
        "\n",
    ),
    Mutation(
        "d6_what_is_not_read_caps_nothing",
        "cap_levels",
        "not t.is_read or h.account_permission is not null",
        "h.account_permission is not null",
    ),
    Mutation(
        "d6_what_nobody_holds_under_a_known_name_caps_nothing",
        "cap_levels",
        "from account_type_holdings where is_explicit",
        "from account_type_holdings union select account_permission from permission_names",
    ),
    Mutation(
        "d7_account_types_are_named_in_any_case",
        "members",
        "on t.name_key = lower(c.account_type)",
        "on t.name_key = c.account_type",
    ),
    Mutation(
        "d7_account_types_are_named_in_any_case",
        "members",
        "lower(account_type) = 'admin'",
        "account_type = 'admin'",
    ),
    Mutation(
        "d8_words_outside_the_order_are_kept_and_do_not_count",
        "access_paths",
        "left join permission_translations t",
        "join permission_translations t",
    ),
    Mutation(
        "d8_words_outside_the_order_are_kept_and_do_not_count",
        "grants",
        "else 'unknown'",
        "else 'organization'",
    ),
    Mutation(
        "d9_a_paths_parent_is_its_own_path_less_one_name",
        "connection_paths",
        "p.path = n.path[:-2]",
        "p.path = n.path[:-3]",
    ),
    Mutation(
        "d9_a_paths_parent_is_its_own_path_less_one_name",
        "connection_paths",
        "|| '-5' ||",
        "|| '-4' ||",
    ),
    Mutation(
        "d10_what_was_not_read_is_not_known",
        "inode_gaps",
        "join gaps g on g.inode_id = a.ancestor_id",
        "join gaps g on g.inode_id = a.inode_id and a.distance = 0",
    ),
    Mutation(
        "d10_what_was_not_read_is_not_known",
        "effective_access",
        "when n.is_for_anyone or",
        "when",
    ),
    Mutation(
        "d11_writing_back_stands_beside_the_order",
        "permission_levels",
        "permission in ('writeback', 'admin')",
        "permission in ('writeback')",
    ),
    Mutation(
        "d11_writing_back_stands_beside_the_order",
        "effective_access",
        "m.is_usable and i.plane = 'data' and r.has_write and w.permission",
        "i.plane = 'data' and r.has_write and w.permission",
    ),
    Mutation(
        "d11_writing_back_stands_beside_the_order",
        "cap_needs",
        "('data', 'writeback', 'connect', ['View connections', 'Manage connections']),",
        "",
    ),
    Mutation(
        "d11_below_known_words_nothing_is_claimed",
        "effective_access",
        "when m.is_usable and i.plane = 'data' and r.has_write then w.certainty",
        "",
    ),
]


def test_every_rule_was_broken_once() -> None:
    assert {mutation.rule for mutation in MUTATIONS} == set(RULES)


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda m: f"{m.rule.split('_')[0]}-{m.file}")
def test_the_world_fails_when_its_rule_is_broken(mutation: Mutation, tmp_path: Path) -> None:
    root = tmp_path / "library"
    for drawer in ("typed", "model", "integrity", "questions"):
        shutil.copytree(packaged_root() / "sql" / drawer, root / "sql" / drawer)
    file = root / "sql" / "model" / f"{mutation.file}.sql"
    text = file.read_text(encoding="utf-8")
    assert text.count(mutation.old) == 1, "the rule is written otherwise now: break it anew"
    file.write_text(text.replace(mutation.old, mutation.new), encoding="utf-8")
    library = Library(root=root)
    try:
        with pytest.raises(AssertionError):
            RULES[mutation.rule](lambda world: Sealed(world, tmp_path, library))
    except AuditError as error:
        pytest.fail(f"the broken SQL does not even run: {error}")
