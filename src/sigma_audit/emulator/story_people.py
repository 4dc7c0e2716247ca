"""Stories about who someone is: leavers, admins under other names, outsiders, licences.

Must never rest on anything that is filled in around it: every object here is planted here.
"""

from __future__ import annotations

from datetime import datetime
from types import MappingProxyType

from sigma_audit.emulator.company_build import Builder
from sigma_audit.emulator.company_build import person_id as who
from sigma_audit.emulator.names import WORKSPACES
from sigma_audit.emulator.story import Reach, Story, grant, inode, team

JOSE = who("other/jose.nunez")
LONG_AGO = datetime(2024, 3, 12, 10, 30)
MANAGED = tuple(f"everyday/{name}" for name in WORKSPACES[3:15])

STORIES: tuple[Story, ...] = (
    Story(
        "leaver-owns-workbooks",
        "Ruth Abernathy was archived and still owns three workbooks, which nobody inherited.",
        "access_by_member",
        member_ids=(who("ruth"),),
        inode_ids=(inode("closing/checklist"), inode("closing/accruals"), inode("closing/notes")),
        reaches=(
            Reach(who("ruth"), inode("closing/checklist"), "edit", None, ("owner",)),
            Reach(who("ruth"), inode("closing/accruals"), "edit", None, ("owner",)),
            Reach(who("ruth"), inode("closing/notes"), "edit", None, ("home_folder", "owner")),
        ),
        counts=MappingProxyType({"owned_workbooks": 3}),
        findings=(
            ("inactive_owners", "Finance/Closing/Closing Checklist"),
            ("inactive_owners", "Finance/Closing/Accruals"),
            ("inactive_owners", "My Documents of ruth.abernathy@halcyon.example/Ruth's notes"),
        ),
    ),
    Story(
        "leaver-keeps-a-grant",
        "Tomás Ferreira was deactivated by the directory; his Can manage on Cash Positions waits.",
        "access_by_member",
        member_ids=(who("tomas"),),
        inode_ids=(inode("treasury/cash"), inode("treasury/position")),
        grant_ids=(grant("tomas-cash"),),
        reaches=(
            Reach(who("tomas"), inode("treasury/cash"), "edit", None, ("direct",)),
            Reach(who("tomas"), inode("treasury/position"), "edit", None, ("direct",)),
        ),
        counts=MappingProxyType({"direct_grants": 1}),
        findings=(("leaver_grants", "Tomás Ferreira"),),
    ),
    Story(
        "admin-by-another-name",
        "Viktor Halász is no Admin, yet a Platform Steward with Can manage on twelve workspaces.",
        "privileged",
        member_ids=(who("viktor"),),
        inode_ids=tuple(inode(key) for key in MANAGED),
        grant_ids=tuple(grant(f"viktor/{key}") for key in MANAGED),
        counts=MappingProxyType({"workspaces_managed": 12, "is_admin": 0}),
        findings=(
            ("shadow_admins", "Viktor Halász"),
            ("workspace_concentration", "Viktor Halász"),
            ("user_administrators", "Viktor Halász"),
            ("account_types_that_manage_users", "Platform Steward"),
            ("broad_account_types", "Platform Steward"),
        ),
    ),
    Story(
        "admin-in-odd-case",
        "Oksana Bilyk's account type is written aDMiN: she is an Admin all the same.",
        "privileged",
        member_ids=(who("oksana"),),
        counts=MappingProxyType({"is_admin": 1}),
        findings=(("admin_spelling", "Oksana Bilyk"),),
    ),
    Story(
        "licence-upgrade-would-wake",
        "Greta Holm has a View account and Can manage on Budget 2027 through Budget Owners: "
        "she can only look, until someone raises her licence.",
        "access_by_object",
        member_ids=(who("greta"),),
        team_ids=(team("budget-owners"),),
        inode_ids=(inode("budget/master"), inode("budget/model")),
        grant_ids=(grant("budget-owners"),),
        reaches=(
            Reach(who("greta"), inode("budget"), "edit", "edit", ("team",)),
            Reach(who("greta"), inode("budget/master"), "edit", "view", ("team",)),
            Reach(who("greta"), inode("budget/model"), "edit", "view", ("team",)),
        ),
        findings=(("latent_grants", "Greta Holm"),),
    ),
    Story(
        "contractor-through-two-teams",
        "Pavel Brandt, a guest, can edit EDI Mapping twice over: through Integration Partners on "
        "the folder and through Brightwork Contractors on the workspace.",
        "access_by_object",
        member_ids=(who("pavel"),),
        team_ids=(team("integration-partners"), team("brightwork")),
        inode_ids=(inode("integration/edi"),),
        reaches=(Reach(who("pavel"), inode("integration/edi"), "edit", "edit", ("team", "team")),),
        counts=MappingProxyType({"path_count": 2}),
        findings=(("guests_who_manage", "Pavel Brandt"),),
    ),
    Story(
        "embed-user-can-edit",
        "An embed user of the customer portal can edit the workbook that customers look at.",
        "access_by_object",
        member_ids=(who("harbor"),),
        team_ids=(team("portal-embeds"),),
        inode_ids=(inode("portal/status"),),
        reaches=(Reach(who("harbor"), inode("portal/status"), "edit", "edit", ("team",)),),
        findings=(("embed_users_who_edit", "Harbor Ops"),),
    ),
    Story(
        "deep-folder-shared-outside",
        "Audit / 2026 / Evidence, three folders down, is shared with Lorna Pike of another "
        "company, and with her alone: nobody keeps Finance.",
        "access_by_member",
        member_ids=(who("lorna"),),
        inode_ids=(inode("audit/evidence"),),
        grant_ids=(grant("lorna-evidence"),),
        reaches=(
            Reach(who("lorna"), inode("audit/evidence"), "explore", "explore", ("direct",)),
            Reach(who("lorna"), inode("audit/samples"), "explore", "explore", ("direct",)),
            Reach(who("lorna"), inode("audit/ledger"), "view", "view", ("direct",)),
            Reach(who("lorna"), inode("audit/year"), None, None),
        ),
        # the folder, its two workbooks and its data model, beside her own home folder
        counts=MappingProxyType({"inodes_reached": 5}),
        findings=(
            ("guest_direct_grants", "Lorna Pike"),
            ("guests_outside_teams", "Lorna Pike"),
            ("unmanaged_workspaces", "Finance"),
        ),
    ),
)


def plant(build: Builder) -> None:
    """Add what these stories need."""
    for place in MANAGED:
        build.grant(inode(place), "edit", member=who("viktor"), key=f"viktor/{place}")

    finance = build.inode("finance", "workspace", "Finance", None, None).inode_id
    build.team("budget-owners", "Budget Owners", (who("greta"), who("edith")))
    folder = build.inode("closing", "folder", "Closing", finance, who("edith")).inode_id
    home = build.org.members[who("ruth")].home_folder_id
    build.inode("closing/checklist", "workbook", "Closing Checklist", folder, who("ruth"))
    build.inode("closing/accruals", "workbook", "Accruals", folder, who("ruth"))
    build.inode("closing/notes", "workbook", "Ruth's notes", home, who("ruth"))

    folder = build.inode("budget", "folder", "Budget 2027", finance, who("edith")).inode_id
    given = build.grant(
        folder, "edit", team=team("budget-owners"), key="budget-owners", author=who("ruth")
    )
    given.created_at = given.updated_at = LONG_AGO
    build.inode("budget/master", "workbook", "Budget 2027 Master", folder, who("edith"))
    build.inode("budget/model", "data-model", "Budget Model", folder, who("edith"))

    folder = build.inode("audit", "folder", "Audit", finance, who("edith")).inode_id
    folder = build.inode("audit/year", "folder", "2026", folder, who("edith")).inode_id
    folder = build.inode("audit/evidence", "folder", "Evidence", folder, who("edith")).inode_id
    build.grant(folder, "explore", member=who("lorna"), key="lorna-evidence")
    build.inode("audit/samples", "workbook", "Access samples", folder, who("miriam"))
    build.inode("audit/controls", "workbook", "Controls tested", folder, who("miriam"))
    build.inode("audit/ledger", "data-model", "Journal entries", folder, who("miriam"))

    treasury = build.inode("treasury", "workspace", "Treasury", None, None).inode_id
    cash = build.inode("treasury/cash", "folder", "Cash Positions", treasury, who("edith"))
    build.inode("treasury/position", "workbook", "Cash position today", cash.inode_id, who("edith"))
    build.grant(cash.inode_id, "edit", member=who("tomas"), key="tomas-cash")

    portal = build.inode("portal", "workspace", "Portal", None, None).inode_id
    build.team("integration-partners", "Integration Partners", (who("pavel"), who("chidi"), JOSE))
    build.team("brightwork", "Brightwork Contractors", (who("pavel"),), visibility="private")
    build.team("portal-embeds", "Portal Embeds", (who("harbor"),), visibility="private")
    build.grant(portal, "edit", team=team("brightwork"))
    folder = build.inode("integration", "folder", "Integration", portal, who("chidi")).inode_id
    build.grant(folder, "edit", team=team("integration-partners"))
    build.inode("integration/edi", "workbook", "EDI Mapping", folder, who("miriam"))
    pages = build.inode("portal/customers", "folder", "Customer pages", portal, who("chidi"))
    build.grant(pages.inode_id, "edit", team=team("portal-embeds"))
    build.inode("portal/status", "workbook", "Shipment Status", pages.inode_id, who("miriam"))
