"""Stories that only a policy tells: what has lain too long, and what must not meet in one hand.

Must never plant anything: what these speak of is planted by `story_people` and `story_grants`, and
written down in `company_policies`.
"""

from __future__ import annotations

from types import MappingProxyType

from sigma_audit.emulator.company_build import person_id as who
from sigma_audit.emulator.company_data import LAKEHOUSE
from sigma_audit.emulator.story import Reach, Story, grant, inode, team
from sigma_audit.emulator.story_people import JOSE

STORIES: tuple[Story, ...] = (
    Story(
        "left-and-still-on-a-team",
        "José Núñez Ibáñez was archived, and is still on Integration Partners.",
        "policies",
        member_ids=(JOSE,),
        team_ids=(team("integration-partners"),),
        inode_ids=(inode("integration/edi"),),
        reaches=(Reach(JOSE, inode("integration/edi"), "edit", None, ("team",)),),
        findings=(("leavers_in_teams", "José Núñez Ibáñez"),),
    ),
    Story(
        "granted-by-somebody-who-left",
        "Ruth Abernathy gave Budget Owners their folder in March 2024; she has left, and nobody "
        "has confirmed it since.",
        "policies",
        member_ids=(who("ruth"),),
        team_ids=(team("budget-owners"),),
        inode_ids=(inode("budget"),),
        grant_ids=(grant("budget-owners"),),
        counts=MappingProxyType({"grants": 1}),
        findings=(("stale_grants", "Finance/Budget 2027"),),
    ),
    Story(
        "admin-whom-nobody-has-seen",
        "Oksana Bilyk is an Admin, and the audit log has not seen her since August.",
        "policies",
        member_ids=(who("oksana"),),
        counts=MappingProxyType({"idle_days": 41}),
        findings=(("dormant_admins", "Oksana Bilyk"),),
    ),
    Story(
        "away-for-a-whole-quarter",
        "Sofia Lindgren was last seen in June; her account works as if she had been here.",
        "policies",
        member_ids=(who("sofia"),),
        counts=MappingProxyType({"idle_days": 110}),
        findings=(("dormant_members", "Sofia Lindgren"),),
    ),
    Story(
        "two-duties-in-one-hand",
        "Sofia Lindgren hands out account types and administers the Lakehouse: the company has "
        "written down that nobody may do both.",
        "policies",
        member_ids=(who("sofia"),),
        inode_ids=(LAKEHOUSE,),
        reaches=(Reach(who("sofia"), LAKEHOUSE, "admin", "admin", ("direct",), True),),
        findings=(
            ("separated_duties", "Sofia Lindgren (hand out licences and open the warehouse)"),
        ),
    ),
)
