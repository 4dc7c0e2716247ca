"""The content tree of the company: everyday workspaces, folders, documents and what hangs on them.

The objects that stories need are planted by `stories_*.py`; nothing here touches them. Must never
add a grant: that is `company_grants.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sigma_audit.emulator.company_build import Builder
from sigma_audit.emulator.company_people import SERVICE, People
from sigma_audit.emulator.company_teams import Everyday
from sigma_audit.emulator.names import FOLDERS, HOSTILE, SHAPES, SUBJECTS, WORKSPACES
from sigma_audit.emulator.org import Embed, Inode, Recent, Schedule, UserAttribute, VersionTag

FOLDERS_WANTED = 300
DOCUMENTS_WANTED = 1200
DEEPEST = 8
_KINDS = {"workbook": 80, "data-model": 11, "report": 7, "dataset": 2}
_IN_HOME = 0.42
Keepers = dict[str, tuple[str, ...]]  # workspace or folder -> whoever is on the team that keeps it


@dataclass(frozen=True)
class Content:
    """What was filled in, for grants to be laid upon."""

    workspaces: tuple[Inode, ...]
    folders: tuple[Inode, ...]
    documents: tuple[Inode, ...]


def content(build: Builder, people: People, everyday: Everyday) -> Content:
    """Fill the tree up to the wanted numbers, counting what stories have planted already."""
    workspaces = tuple(
        build.inode(f"everyday/{name}", "workspace", name, None, None) for name in WORKSPACES
    )
    keepers = {
        workspace.inode_id: tuple(everyday.keeper(rank).members)
        for rank, workspace in enumerate(workspaces)
    }
    folders = _folders(build, workspaces, keepers)
    documents = _documents(build, people, (*workspaces, *folders), keepers)
    _symlink(build, documents, folders)
    return Content(workspaces, folders, documents)


def _folders(build: Builder, workspaces: tuple[Inode, ...], keepers: Keepers) -> tuple[Inode, ...]:
    """Add folders, and note in `keepers` who keeps each: whoever keeps what it lies in."""
    homes = {member.home_folder_id for member in build.org.members.values()}
    planted = sum(1 for i in build.org.inodes.values() if i.type == "folder") - len(homes)
    # (node, depth below its workspace); early workspaces are larger, as one always is
    nodes: list[tuple[Inode, int]] = [
        (workspace, 0)
        for rank, workspace in enumerate(workspaces)
        for _ in range(max(1, 16 // (rank + 1)))
    ]
    made: list[Inode] = []
    taken: set[tuple[str, str]] = set()
    parent, depth = nodes[0]
    for number in range(FOLDERS_WANTED - planted):
        if number >= DEEPEST:  # the first eight are one chain, so that the depth is reached
            parent, depth = build.rng.choice(nodes)
        name = f"{build.rng.choice(FOLDERS)} {2021 + number % 6}"
        if number == 10:
            name = "Budget/Actuals"
        name = _unlike(name, taken, parent.inode_id)
        folder = build.inode(
            f"everyday/folder/{number}",
            "folder",
            name,
            parent.inode_id,
            build.rng.choice(keepers[parent.inode_id]),
        )
        keepers[folder.inode_id] = keepers[parent.inode_id]
        made.append(folder)
        if depth + 1 < DEEPEST:
            nodes.append((folder, depth + 1))
        parent, depth = folder, depth + 1
    return tuple(made)


def _unlike(name: str, taken: set[tuple[str, str]], parent_id: str) -> str:
    """Give the name, numbered where something beside it bears it already."""
    number, given = 1, name
    while (parent_id, given) in taken:
        number += 1
        given = f"{name} ({number})"
    taken.add((parent_id, given))
    return given


def _documents(
    build: Builder, people: People, places: tuple[Inode, ...], keepers: Keepers
) -> tuple[Inode, ...]:
    planted = sum(1 for i in build.org.inodes.values() if i.type not in ("workspace", "folder"))
    likely = [60.0 / (rank + 4) for rank in range(len(places))]
    likely[0] += 45.0  # one workspace is where everything lands that has no better place
    made: list[Inode] = []
    taken: set[tuple[str, str]] = set()
    for number in range(DOCUMENTS_WANTED - planted):
        kind = build.rng.choices(list(_KINDS), list(_KINDS.values()))[0]
        place = build.rng.choices(places, likely)[0].inode_id
        owner = build.rng.choice(keepers[place])
        is_exploration = kind == "workbook" and number % 23 == 7
        if kind == "workbook" and (is_exploration or build.rng.random() < _IN_HOME):
            owner = build.rng.choice(people.makers)
            place = build.org.members[owner].home_folder_id
        name = f"{build.rng.choice(SUBJECTS)} {build.rng.choice(SHAPES)}"
        if number % 5 == 0:
            name += f" {2022 + number % 5}"
        if number < len(HOSTILE):
            kind, name = "workbook", HOSTILE[number]
        name = _unlike(name, taken, place)
        made.append(
            build.inode(
                f"everyday/document/{number}",
                kind,
                name,
                place,
                owner,
                is_archived=kind in ("workbook", "report") and number % 27 == 20,
                is_exploration=is_exploration,
                latest_version=build.rng.randint(1, 40),
            )
        )
    models = [d.inode_id for d in made if d.type in ("data-model", "dataset")]
    for document in made:
        if document.type in ("workbook", "report"):
            document.source_inode_ids = [build.rng.choice(models)]
    return tuple(made)


def _symlink(build: Builder, documents: tuple[Inode, ...], folders: tuple[Inode, ...]) -> None:
    link = build.inode(
        "everyday/shortcut", "symlink", documents[20].name, folders[2].inode_id, SERVICE
    )
    link.source_inode_ids = [documents[20].inode_id]


def extras(build: Builder, people: People, found: Content) -> None:
    """Add version tags, embeds, schedules, user attributes, recents and favourites."""
    org, rng = build.org, build.rng
    for name, color in (("Production", "#2e7d32"), ("In review", "#f9a825")):
        tag = VersionTag(build.id_of(f"tag/{name}"), name, f"{name} versions", color, SERVICE)
        org.tags[tag.tag_id] = tag
    tags = list(org.tags)
    workbooks = [d for d in found.documents if d.type == "workbook" and not d.is_archived]
    for number, workbook in enumerate(workbooks[::31]):
        workbook.tag_ids = tags[: 1 + number % 2]
    for number, workbook in enumerate(workbooks[5::97]):
        embed = build.id_of(f"embed/{number}")
        org.embeds[embed] = Embed(embed, workbook.inode_id, public=number % 4 == 0)
    for number, workbook in enumerate(workbooks[9::41]):
        key = build.id_of(f"schedule/{number}")
        owner = workbook.owner_id or SERVICE
        org.schedules[key] = Schedule(
            key, workbook.inode_id, owner, f"{number % 60} 6 * * 1", "Europe/Oslo", workbook.name
        )
    _attributes(build, people)
    for member_id in people.staff:
        for document in rng.sample(workbooks, 3):
            ago = timedelta(days=rng.randint(0, 120), minutes=rng.randint(0, 1400))
            org.recents.append(Recent(member_id, document.inode_id, org.now - ago))
        org.favorites.add((member_id, rng.choice(workbooks).inode_id))


def _attributes(build: Builder, people: People) -> None:
    teams = list(build.org.teams)
    region = UserAttribute(build.id_of("attribute/region"), "Region", "Rows a person sees", "none")
    region.users = dict.fromkeys(people.staff[:12], "EMEA")
    region.teams = {team_id: ("APAC", rank) for rank, team_id in enumerate(teams[:3], 1)}
    role = UserAttribute(build.id_of("attribute/role"), "Warehouse role", None, None)
    role.users = dict.fromkeys(people.staff[5:20], "ANALYST")
    for attribute in (region, role):
        build.org.user_attributes[attribute.user_attribute_id] = attribute
