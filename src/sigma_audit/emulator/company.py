"""Halcyon Freight: the believable fictional company that the emulator serves by default.

Everything is invented; ids and stories are the same for every seed, only what fills the space
around them is drawn. Must never read a clock or any randomness of its own.
"""

from __future__ import annotations

import random
from datetime import datetime

from sigma_audit.emulator import (
    company_content,
    company_data,
    company_grants,
    company_people,
    company_teams,
    quarter_stage,
    stories,
)
from sigma_audit.emulator.account_types import account_types
from sigma_audit.emulator.company_build import Builder, object_id, person_id
from sigma_audit.emulator.company_people import SERVICE
from sigma_audit.emulator.org import Credential, Org
from sigma_audit.emulator.tokens import MARK

ORGANIZATION_ID = object_id("organisation/halcyon")
NOW = datetime(2026, 7, 1, 9, 0)
SMALL = 32  # members of the small one: those whom stories name, and a few more

# The Admin service user's credential, and one of a member who may not see much.
CLIENT_ID = person_id("credential/service")
CLIENT_SECRET = MARK + person_id("secret/service") + person_id("secret/service/2")
LIMITED_CLIENT_ID = person_id("credential/milan")
LIMITED_CLIENT_SECRET = MARK + person_id("secret/milan") + person_id("secret/milan/2")


def company(seed: int = 1, *, is_small: bool = False) -> Org:
    """Build the organisation as it is before the quarter, in well under a second.

    A small one has everything planted, 32 people, few tables, and nothing filled in around it.
    """
    org = Org(ORGANIZATION_ID, NOW)
    org.account_types = account_types()
    build = Builder(org, random.Random(seed), SERVICE)  # noqa: S311 repeatable, no secret
    people = company_people.people(build, SMALL if is_small else company_people.MEMBERS)
    stories.plant(build)
    quarter_stage.plant(build)
    if is_small:
        company_data.data(build)
        _thin_out(org)
    else:
        everyday = company_teams.teams(build, people)
        found = company_content.content(build, people, everyday)
        base = company_data.data(build)
        company_grants.grants(build, people, everyday, found, base)
        company_content.extras(build, people, found)
    for client_id, secret, owner_id, name, scopes in (
        (CLIENT_ID, CLIENT_SECRET, SERVICE, "access audit", ("api",)),
        (LIMITED_CLIENT_ID, LIMITED_CLIENT_SECRET, person_id("milan"), "my scripts", ("api",)),
        (
            person_id("credential/embed"),
            person_id("secret/embed"),
            person_id("miriam"),
            "customer portal",
            ("embed",),
        ),
    ):
        org.credentials[client_id] = Credential(client_id, secret, owner_id, name, scopes)
    return org


def _thin_out(org: Org) -> None:
    """Leave of the catalogues what stories or grants name, with what lies above it, and a few."""
    named = {inode_id for story in stories.STORIES for inode_id in story.inode_ids}
    named |= {grant.inode_id for grant in org.grants.values()}
    kept = [
        path
        for number, path in enumerate(org.paths.values())
        if path.inode_id in named or number % 100 == 0
    ]
    above = {
        (path.connection_id, path.names[:count])
        for path in kept
        for count in range(1, len(path.names) + 1)
    }
    for inode_id, path in list(org.paths.items()):
        if (path.connection_id, path.names) not in above:
            del org.paths[inode_id]
