"""Stories about grants: to everyone, to nobody, to no one knows whom, in unknown words, on data.

Must never rest on anything that is filled in around it, the connections' paths excepted.
"""

from __future__ import annotations

from types import MappingProxyType

from sigma_audit.emulator.company_build import Builder
from sigma_audit.emulator.company_build import person_id as who
from sigma_audit.emulator.company_data import LAKEHOUSE, SNOWFLAKE, path_id
from sigma_audit.emulator.story import Reach, Story, grant, inode, team

SALARIES = path_id("snowflake", "PROD", "HR", "SALARIES")
BONUS_POOL = path_id("lakehouse", "main", "finance", "bonus_pool")
RAW_MARKETING = path_id("snowflake", "RAW", "MARKETING")
UNKNOWN_TEAM = team("never-listed")
UNKNOWN_MEMBER = who("never-listed")
# Active members of kind internal, the scheduler robot among them.
EVERYONE = 109

STORIES: tuple[Story, ...] = (
    Story(
        "payroll-for-everyone",
        "The default workspace is open to the whole organisation, and Payroll was filed in it.",
        "access_by_object",
        member_ids=(who("bastien"), who("greta")),
        inode_ids=(inode("payroll/june"),),
        grant_ids=(grant("everyone-default"),),
        reaches=(
            Reach(who("bastien"), inode("payroll/june"), "explore", "explore", ("organization",)),
            Reach(who("greta"), inode("payroll/june"), "explore", "view", ("organization",)),
            Reach(who("ruth"), inode("payroll/june"), None, None),
            Reach(who("pavel"), inode("payroll/june"), None, None),
            Reach(who("harbor"), inode("payroll/june"), None, None),
        ),
        counts=MappingProxyType({"members_reached": EVERYONE}),
        findings=(("everyone_on_content", "Halcyon"),),
    ),
    Story(
        "empty-team-can-manage",
        "Crisis Cell has Can manage on Incident Response and not a single member.",
        "privileged",
        team_ids=(team("crisis-cell"),),
        inode_ids=(inode("incidents"),),
        grant_ids=(grant("crisis-cell"),),
        counts=MappingProxyType({"members": 0, "members_reached": 0}),
        findings=(
            ("empty_team_grants", "Crisis Cell"),
            ("unmanaged_workspaces", "Incident Response"),
        ),
    ),
    Story(
        "team-admin-of-a-sensitive-workspace",
        "Karim Nasser administers Treasury Desk, which has Can manage on Treasury: he can let in "
        "whomever he likes.",
        "privileged",
        member_ids=(who("karim"),),
        team_ids=(team("treasury-desk"),),
        inode_ids=(inode("treasury"),),
        grant_ids=(grant("treasury-desk"),),
        reaches=(
            Reach(who("karim"), inode("treasury"), "edit", "edit", ("team",)),
            Reach(who("karim"), inode("treasury/position"), "edit", "view", ("team",)),
        ),
        counts=MappingProxyType({"is_team_admin": 1}),
        findings=(
            ("team_admins_over_sensitive", "Karim Nasser"),
            ("team_admins_of_workspaces", "Karim Nasser"),
            ("latent_grants", "Karim Nasser"),
        ),
    ),
    Story(
        "grant-to-an-archived-team",
        "Legacy BI was archived with its Can manage on Data Handbook: the grant reaches nobody.",
        "privileged",
        member_ids=(who("milan"), who("sofia")),
        team_ids=(team("legacy-bi"),),
        inode_ids=(inode("handbook"), inode("handbook/tables")),
        grant_ids=(grant("legacy-bi"),),
        reaches=(
            Reach(who("milan"), inode("handbook"), None, None),
            Reach(who("sofia"), inode("handbook/tables"), None, None),
        ),
        counts=MappingProxyType({"members_reached": 0}),
        findings=(
            ("archived_team_grants", "Legacy BI"),
            ("unmanaged_workspaces", "Data Handbook"),
        ),
    ),
    Story(
        "grant-to-nobody-known",
        "Two grants on Data Handbook name a team and a member that no list contains.",
        "coverage",
        member_ids=(UNKNOWN_MEMBER,),
        team_ids=(UNKNOWN_TEAM,),
        inode_ids=(inode("handbook"),),
        grant_ids=(grant("unknown-team"), grant("unknown-member")),
        counts=MappingProxyType({"unknown_principals": 2}),
        findings=(("unknown_principals", "Data Handbook"),),
    ),
    Story(
        "words-outside-the-order",
        "apply on a workbook and update on a schema: kept, and counted for nothing.",
        "coverage",
        member_ids=(who("bastien"), who("helene")),
        team_ids=(team("marketing-analysts"),),
        inode_ids=(inode("pricing/gate"), RAW_MARKETING),
        grant_ids=(grant("apply-gate"), grant("update-schema")),
        reaches=(
            Reach(who("bastien"), inode("pricing/gate"), None, None),
            Reach(who("helene"), RAW_MARKETING, None, None),
        ),
        counts=MappingProxyType({"grants": 2}),
        findings=(
            ("unknown_words", "apply on content"),
            ("unknown_words", "update on data"),
        ),
    ),
    Story(
        "perhaps-limited-to-a-tag",
        "Pricing Circle holds Can view and Can edit on Price List: one of the two is limited to a "
        "version tag, and the API does not say which.",
        "coverage",
        member_ids=(who("chidi"),),
        team_ids=(team("pricing-circle"),),
        inode_ids=(inode("pricing/list"),),
        grant_ids=(grant("price-list-view"), grant("price-list-edit")),
        reaches=(Reach(who("chidi"), inode("pricing/list"), "edit", "edit", ("team", "team")),),
        counts=MappingProxyType({"grants": 2}),
        findings=(("tagged_pairs", "Pricing/Price List"),),
    ),
    Story(
        "owner-and-nothing-else",
        "Bastien Roux can edit Carrier Rate Card only because it is his.",
        "access_by_object",
        member_ids=(who("bastien"),),
        inode_ids=(inode("pricing/rates"),),
        reaches=(Reach(who("bastien"), inode("pricing/rates"), "edit", "edit", ("owner",)),),
        counts=MappingProxyType({"path_count": 1}),
        findings=(("owner_only_documents", "Pricing/Carrier Rate Card"),),
    ),
    Story(
        "two-of-the-same-name",
        "Pricing has two workbooks called Weekly Review; Karim Nasser may edit one, and Sofia "
        "Lindgren may see the other.",
        "access_by_object",
        member_ids=(who("karim"), who("sofia")),
        inode_ids=(inode("pricing/twin-1"), inode("pricing/twin-2")),
        reaches=(
            Reach(who("karim"), inode("pricing/twin-1"), "edit", "view", ("direct",)),
            Reach(who("karim"), inode("pricing/twin-2"), None, None),
            Reach(who("sofia"), inode("pricing/twin-1"), None, None),
            Reach(who("sofia"), inode("pricing/twin-2"), "view", "view", ("direct",)),
        ),
        findings=(("duplicate_names", "Pricing/Weekly Review"),),
    ),
    Story(
        "database-grant-reaches-salaries",
        "Marketing Analysts were given Can use on database PROD, and with it HR.SALARIES.",
        "connections",
        member_ids=(who("helene"),),
        team_ids=(team("marketing-analysts"),),
        inode_ids=(SALARIES,),
        grant_ids=(grant("marketing-prod"),),
        reaches=(Reach(who("helene"), SALARIES, "usage", "usage", ("team",)),),
        findings=(
            ("wide_data_grants", "Marketing Analysts on Snowflake:PROD"),
            ("sensitive_access", "Snowflake:PROD.HR (salaries)"),
        ),
    ),
    Story(
        "table-for-everyone",
        "main.finance.bonus_pool is open to the whole organisation, by a grant on the table alone.",
        "connections",
        member_ids=(who("bastien"), who("greta")),
        inode_ids=(BONUS_POOL,),
        grant_ids=(grant("everyone-bonus-pool"),),
        reaches=(
            Reach(who("bastien"), BONUS_POOL, "usage", "usage", ("organization",)),
            Reach(who("greta"), BONUS_POOL, "usage", "usage", ("organization",)),
            Reach(who("pavel"), BONUS_POOL, None, None),
        ),
        counts=MappingProxyType({"members_reached": EVERYONE}),
        plan="full",
        findings=(("everyone_on_data", "Lakehouse:main.finance.bonus_pool"),),
    ),
    Story(
        "analyst-writes-back",
        "Yusuf Demir fills input tables: he may write to Snowflake without reading a row of it.",
        "connections",
        member_ids=(who("yusuf"),),
        inode_ids=(SNOWFLAKE,),
        grant_ids=(grant("yusuf-writeback"),),
        reaches=(
            Reach(who("yusuf"), SNOWFLAKE, None, None, can_write_back=True),
            Reach(who("yusuf"), SALARIES, None, None, can_write_back=True),
        ),
        findings=(
            ("write_back_holders", "Yusuf Demir"),
            ("shared_service_accounts", "Snowflake"),
        ),
    ),
    Story(
        "connection-admin-without-being-one",
        "Sofia Lindgren is no Admin and administers the Lakehouse connection.",
        "privileged",
        member_ids=(who("sofia"),),
        inode_ids=(LAKEHOUSE,),
        grant_ids=(grant("sofia-lakehouse"),),
        reaches=(Reach(who("sofia"), LAKEHOUSE, "admin", "admin", ("direct",), True),),
        counts=MappingProxyType({"is_admin": 0}),
        findings=(
            ("connection_admins", "Sofia Lindgren"),
            ("write_back_holders", "Sofia Lindgren"),
            ("user_administrators", "Sofia Lindgren"),
            ("wide_data_grants", "Sofia Lindgren on Lakehouse"),
        ),
    ),
)


def plant(build: Builder) -> None:
    """Add what these stories need; the connections' paths come by themselves."""
    default = build.inode("halcyon", "workspace", "Halcyon", None, None).inode_id
    build.grant(default, "explore", key="everyone-default")
    build.grant(default, "edit", member=who("edith"), key="edith-default")
    folder = build.inode("halcyon/people", "folder", "People", default, who("edith")).inode_id
    folder = build.inode("payroll", "folder", "Payroll 2026", folder, who("edith")).inode_id
    build.inode("payroll/june", "workbook", "Payroll June 2026", folder, who("edith"))

    incidents = build.inode("incidents", "workspace", "Incident Response", None, None).inode_id
    build.inode("incidents/runbook", "workbook", "Runbook", incidents, who("miriam"))
    build.team("crisis-cell", "Crisis Cell", description="To be filled when it happens")
    build.grant(incidents, "edit", team=team("crisis-cell"), key="crisis-cell")

    build.team(
        "treasury-desk",
        "Treasury Desk",
        (who("edith"),),
        admins=(who("karim"),),
        visibility="private",
    )
    build.grant(inode("treasury"), "edit", team=team("treasury-desk"), key="treasury-desk")

    handbook = build.inode("handbook", "workspace", "Data Handbook", None, None).inode_id
    build.inode("handbook/tables", "workbook", "Table dictionary", handbook, who("miriam"))
    build.team("legacy-bi", "Legacy BI", (who("milan"), who("sofia")), is_archived=True)
    build.grant(handbook, "edit", team=team("legacy-bi"), key="legacy-bi")
    build.grant(handbook, "explore", team=UNKNOWN_TEAM, key="unknown-team")
    build.grant(handbook, "view", member=UNKNOWN_MEMBER, key="unknown-member")

    _pricing(build)
    build.team("marketing-analysts", "Marketing Analysts", (who("helene"),))
    analysts = team("marketing-analysts")
    build.grant(path_id("snowflake", "PROD"), "usage", team=analysts, key="marketing-prod")
    build.grant(RAW_MARKETING, "update", team=analysts, key="update-schema")
    build.grant(BONUS_POOL, "usage", key="everyone-bonus-pool")
    build.grant(SNOWFLAKE, "writeback", member=who("yusuf"), key="yusuf-writeback")
    build.grant(LAKEHOUSE, "admin", member=who("sofia"), key="sofia-lakehouse")


def _pricing(build: Builder) -> None:
    pricing = build.inode("pricing", "workspace", "Pricing", None, None).inode_id
    build.grant(pricing, "edit", member=who("edith"), key="edith-pricing")
    circle = build.team("pricing-circle", "Pricing Circle", (who("chidi"),)).team_id
    gate = build.inode("pricing/gate", "workbook", "Release gate", pricing, who("edith"))
    build.grant(gate.inode_id, "apply", member=who("bastien"), key="apply-gate")
    prices = build.inode("pricing/list", "workbook", "Price List", pricing, who("edith")).inode_id
    tag = build.id_of("tag/Production")
    build.grant(prices, "view", team=circle, key="price-list-view")
    build.grant(prices, "edit", team=circle, tag=tag, key="price-list-edit")
    build.inode("pricing/rates", "workbook", "Carrier Rate Card", pricing, who("bastien"))
    for number, (person, word) in enumerate((("karim", "edit"), ("sofia", "view")), 1):
        twin = build.inode(
            f"pricing/twin-{number}", "workbook", "Weekly Review", pricing, who("edith")
        )
        build.grant(twin.inode_id, word, member=who(person))
