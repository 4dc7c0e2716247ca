"""Who works at the company: the cast that the stories need, and everyone else.

Must never give anyone access: teams and grants are other files' business.
"""

from __future__ import annotations

from dataclasses import dataclass

from sigma_audit.emulator.company_build import Builder, person_id
from sigma_audit.emulator.names import FAMILY, GIVEN, PEOPLE
from sigma_audit.emulator.org import Member

MEMBERS = 150
ROBOT = "SigmaSchedulerRobot"
SERVICE = person_id("service")
DOMAIN = "halcyon.example"


@dataclass(frozen=True)
class Role:
    """One named person; `mingles` puts them into everyday teams besides their story."""

    key: str
    first_name: str
    last_name: str
    email: str
    account_type: str
    user_kind: str = "internal"
    status: str = "active"
    mingles: bool = False


CAST: tuple[Role, ...] = (
    Role("service", "Sigma Audit", "Service", f"sigma-audit@{DOMAIN}", "Admin"),
    Role("oksana", "Oksana", "Bilyk", "OKSANA.BILYK@HALCYON.EXAMPLE", "aDMiN"),
    Role("miriam", "Miriam", "Adler", f"miriam.adler@{DOMAIN}", "Admin"),
    Role("dana", "Dana", "Okafor", f"dana.okafor@{DOMAIN}", "Build", mingles=True),
    Role("ruth", "Ruth", "Abernathy", f"ruth.abernathy@{DOMAIN}", "Build", status="archived"),
    Role("tomas", "Tomás", "Ferreira", f"tomas.ferreira@{DOMAIN}", "Build", status="inactive"),
    Role("pavel", "Pavel", "Brandt", "pavel@brightwork.test", "Build", "guest"),
    Role("lorna", "Lorna", "Pike", "lorna.pike@meridian-audit.example", "Analyze", "guest"),
    Role("harbor", "Harbor", "Ops", "sub+harbor.ops@portal.example", "Build", "embed"),
    Role("viktor", "Viktor", "Halász", f"viktor.halasz@{DOMAIN}", "Platform Steward", mingles=True),
    Role("sofia", "Sofia", "Lindgren", f"sofia.lindgren@{DOMAIN}", "platform steward"),
    Role("greta", "Greta", "Holm", f"greta.holm@{DOMAIN}", "View", mingles=True),
    Role("helene", "Hélène", "Marchand", f"helene.marchand@{DOMAIN}", "build"),
    Role("yusuf", "Yusuf", "Demir", f"yusuf.demir@{DOMAIN}", "Data Entry"),
    Role("karim", "Karim", "Nasser", f"karim.nasser@{DOMAIN}", "Act", mingles=True),
    Role("bastien", "Bastien", "Roux", f"bastien.roux@{DOMAIN}", "Build"),
    Role("milan", "Milan", "Horák", f"milan.horak@{DOMAIN}", "Build", mingles=True),
    Role("edith", "Edith", "Sommer", f"edith.sommer@{DOMAIN}", "Build"),
    # who is moved about during the quarter
    Role("henrik", "Henrik", "Lund", f"henrik.lund@{DOMAIN}", "Build"),
    Role("priya", "Priya", "Raman", f"priya.raman@{DOMAIN}", "Build", mingles=True),
    Role("marek", "Marek", "Novotný", f"marek.novotny@{DOMAIN}", "Analyze"),
    Role("lucia", "Lucía", "Ortega", f"lucia.ortega@{DOMAIN}", "View", mingles=True),
    Role("chidi", "Chidi", "Okoro", f"chidi.okoro@{DOMAIN}", "Build", mingles=True),
    Role("freya", "Freya", "Østergård", f"freya.ostergard@{DOMAIN}", "Build"),
)

# How often each account type occurs, written as carelessly as real records are.
_TYPES = (
    ("View", 18),
    ("view", 8),
    ("Act", 12),
    ("Analyze", 20),
    ("ANALYZE", 3),
    ("Build", 26),
    ("build", 6),
    ("Data Entry", 4),
)
_EXPLORING = ("analyze", "data entry")


@dataclass(frozen=True)
class People:
    """Member ids by the part they may play in what is filled in around the stories."""

    staff: tuple[str, ...]  # active, internal
    guests: tuple[str, ...]
    embeds: tuple[str, ...]
    makers: tuple[str, ...]  # staff of no story whose account type makes workbooks
    explorers: tuple[str, ...]  # staff who may explore and are no makers


def people(build: Builder, members: int = MEMBERS) -> People:
    """Add the robot, the cast and `members` in all; say who is free for everyday use."""
    robot = build.member(
        "robot", "Sigma", "Scheduler Robot", "robot@robots.example", "admin", member_id=ROBOT
    )
    robot.created_by = robot.updated_by = ROBOT
    staff: list[str] = []
    for role in CAST:
        member = build.member(
            role.key,
            role.first_name,
            role.last_name,
            role.email,
            role.account_type,
            user_kind=role.user_kind,
            is_archived=role.status == "archived",
            is_inactive=role.status == "inactive",
        )
        if role.mingles:
            staff.append(member.member_id)
    others = _others(build, members - len(build.org.members))
    guests = tuple(m.member_id for m in others if m.user_kind == "guest")
    embeds = tuple(m.member_id for m in others if m.user_kind == "embed")
    internal = [m for m in others if m.user_kind == "internal"]
    here = [m for m in internal if not m.is_archived and not m.is_inactive]
    staff.extend(m.member_id for m in here)
    makers = tuple(m.member_id for m in here if m.account_type.lower() == "build")
    explorers = tuple(m.member_id for m in here if m.account_type.lower() in _EXPLORING)
    return People(tuple(staff), guests, embeds, makers, explorers)


def _others(build: Builder, count: int) -> list[Member]:
    """Add `count` members; place in the list, not chance, decides kind and status."""
    made: list[Member] = []
    types, weights = zip(*_TYPES, strict=True)
    combined = [(given, family) for family in FAMILY for given in GIVEN]
    build.rng.shuffle(combined)
    for place in range(count):
        if place < len(PEOPLE):
            first, last, mailbox = PEOPLE[place]
        else:
            first, last = combined[place]
            mailbox = f"{first}.{last}".lower()
        from_end = count - 1 - place
        kind = "embed" if from_end < 12 else "guest" if from_end < 20 else "internal"
        account_type = build.rng.choices(types, weights)[0]
        domain = DOMAIN
        if kind == "embed":
            mailbox, domain = f"sub+{mailbox}", "portal.example"
            account_type = "Embed Reader" if from_end % 3 else "View"
        elif kind == "guest":
            domain = ("brightwork.test", "meridian-audit.example")[from_end % 2]
        made.append(
            build.member(
                f"other/{mailbox}",
                first,
                last,
                f"{mailbox}@{domain}",
                account_type,
                user_kind=kind,
                is_archived=place % 9 == 5,
                is_inactive=place % 21 == 8 or place == 14,
            )
        )
    return made
