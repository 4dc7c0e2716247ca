"""The eight teams of everyday life, run as teams should be run.

Nobody is on a team whose grants their account type could not use, and outsiders are on one that
only looks on. Must never grant anything, nor take in anybody whom a story keeps to itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sigma_audit.emulator.company_build import Builder
from sigma_audit.emulator.company_people import People
from sigma_audit.emulator.org import Team

# key, name, visibility, size: whoever works there, and looks at what the others make
_LOOKING = (
    ("sales", "Sales", "public", 38),
    ("logistics", "Logistics", "public", 30),
    ("care", "Customer Care", "public", 24),
    ("executive", "Executive Office", "private", 4),
)
# share of the makers: teams that keep workspaces in order, and own what lies there
_KEEPING = (
    ("data-platform", "Data Platform", "private", 9),
    ("finance", "Finance", "private", 7),
    ("japan", "営業チーム", "public", 6),
    ("east", "Команда логистики", "public", 5),
)
_OUTSIDERS_IN = "care"


@dataclass(frozen=True)
class Everyday:
    """The teams of everyday life: those that keep workspaces, and those that look on."""

    keeping: tuple[Team, ...]
    looking: tuple[Team, ...]

    @property
    def teams(self) -> tuple[Team, ...]:
        """Give all of them, the largest first."""
        return tuple(sorted((*self.looking, *self.keeping), key=lambda team: -len(team.members)))

    @property
    def named(self) -> Mapping[str, str]:
        """Give team ids by name."""
        return {team.name: team.team_id for team in self.teams}

    def keeper(self, rank: int) -> Team:
        """Give the team that keeps the everyday workspace of that rank, by turns."""
        return self.keeping[rank % len(self.keeping)]


def teams(build: Builder, people: People) -> Everyday:
    """Add the eight teams; who keeps one team's workspaces keeps no other's."""
    makers = list(people.makers)
    build.rng.shuffle(makers)
    parts = sum(size for *_, size in _KEEPING)
    keeping: list[Team] = []
    begin = 0
    for key, name, visibility, size in _KEEPING:
        count = max(1, len(makers) * size // parts)
        roster = tuple(makers[begin : begin + count])
        begin += count
        # Admins look after these rosters: a team admin could let in whom they like.
        keeping.append(_team(build, key, name, visibility, roster, ()))
    looking: list[Team] = []
    for key, name, visibility, size in _LOOKING:
        roster = tuple(build.rng.sample(people.staff, size))
        guests = people.guests if key == _OUTSIDERS_IN else ()
        looking.append(_team(build, key, name, visibility, (*roster[1:], *guests), roster[:1]))
    return Everyday(tuple(keeping), tuple(looking))


def _team(
    build: Builder,
    key: str,
    name: str,
    visibility: str,
    members: tuple[str, ...],
    admins: tuple[str, ...],
) -> Team:
    return build.team(
        f"everyday/{key}",
        name,
        members,
        admins=admins,
        visibility=visibility,
        description=None if len(members) < 5 else f"{name}, all of it",
    )
