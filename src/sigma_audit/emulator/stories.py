"""The one list of planted stories, which tests and demonstrations read.

Must never decide what a story says: that is the files it gathers.
"""

from __future__ import annotations

from sigma_audit.emulator import quarter_stage, story_grants, story_people, story_policies
from sigma_audit.emulator.company_build import Builder
from sigma_audit.emulator.story import Findings, Reach, ReportSlug, Story

__all__ = ["STORIES", "Findings", "Reach", "ReportSlug", "Story", "plant"]

STORIES: tuple[Story, ...] = (
    *story_people.STORIES,
    *story_grants.STORIES,
    *story_policies.STORIES,
    *quarter_stage.STORIES,
)


def plant(build: Builder) -> None:
    """Add what the stories need; the scenery of the quarter is planted by `quarter_stage`."""
    story_people.plant(build)
    story_grants.plant(build)
