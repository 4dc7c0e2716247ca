"""The scenery of the scripted quarter: what will be changed, and Dana's story.

Nothing filled in around it touches these objects, so that a change has exactly the consequences
that `quarter.py` lists. Must never change anything later: it only plants.
"""

from __future__ import annotations

from types import MappingProxyType

from sigma_audit.emulator.company_build import Builder
from sigma_audit.emulator.company_build import person_id as who
from sigma_audit.emulator.company_data import LAKEHOUSE, SNOWFLAKE, path_id
from sigma_audit.emulator.story import Reach, Story, grant, inode, team

STAGING = path_id("snowflake", "SANDBOX", "STAGING")
FORECASTING = path_id("lakehouse", "lab", "forecasting")

STORIES: tuple[Story, ...] = (
    Story(
        "dana-loses-the-board-pack",
        "Dana Okafor can explore Board Pack Q2 through Board Pack Readers, until she is taken off "
        "that team during the quarter; nothing else lets her in.",
        "changes",
        member_ids=(who("dana"),),
        team_ids=(team("board-pack"),),
        inode_ids=(inode("board/pack"),),
        grant_ids=(grant("board-pack"),),
        reaches=(Reach(who("dana"), inode("board/pack"), "explore", "explore", ("team",)),),
        counts=MappingProxyType({"lost": 1}),
    ),
)


def plant(build: Builder) -> None:
    """Add workspace Corporate Planning with its teams, folders, documents and grants."""
    space = build.inode("planning", "workspace", "Corporate Planning", None, None).inode_id
    build.grant(space, "edit", member=who("edith"), key="planning-edith")
    close = build.team("quarter-close", "Quarter Close", (who("priya"), who("edith"))).team_id
    sunset = build.team("sunset", "Sunset Project", (who("freya"), who("lucia"))).team_id
    readers = build.team("board-pack", "Board Pack Readers", (who("dana"), who("edith"))).team_id

    board = build.inode("board", "folder", "Board", space, who("edith")).inode_id
    build.grant(board, "explore", team=readers, key="board-pack")
    build.grant(board, "view", member=who("bastien"), key="board-bastien")
    latest = build.inode("board/q2", "folder", "Q2 2026", board, who("edith")).inode_id
    build.inode("board/pack", "workbook", "Board Pack Q2", latest, who("edith"))

    plans = build.inode("plans", "folder", "Plans", space, who("edith")).inode_id
    vault = build.inode("vault", "folder", "Closed plans", space, who("edith")).inode_id
    for key, name, owner in (
        ("plans/moved", "Plan for Rotterdam", "edith"),
        ("plans/handed-over", "Plan for Pusan", "freya"),
        ("plans/renamed", "Plan for Durban (draft)", "edith"),
        ("plans/archived", "Plan for Aden", "edith"),
        ("plans/north", "Scenario North", "henrik"),
        ("plans/south", "Scenario South", "henrik"),
        ("plans/shared", "Plan for Callao", "edith"),
    ):
        build.inode(key, "workbook", name, plans, who(owner))
    build.grant(plans, "explore", team=close, key="plans-close")
    build.grant(plans, "view", team=sunset, key="plans-sunset")
    build.grant(vault, "view", member=who("chidi"), key="vault-chidi")
    build.grant(vault, "edit", member=who("freya"), key="vault-freya")
    build.grant(space, "view", member=who("lucia"), key="planning-lucia")
    build.grant(inode("plans/shared"), "explore", member=who("marek"), key="shared-marek")
    build.grant(SNOWFLAKE, "usage", member=who("henrik"), key="snowflake-henrik")
    build.grant(STAGING, "usage", team=close, key="staging-close")
    build.grant(FORECASTING, "usage", member=who("freya"), key="forecasting-freya")
    build.grant(LAKEHOUSE, "usage", team=sunset, key="lakehouse-sunset")
