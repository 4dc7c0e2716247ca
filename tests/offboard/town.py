"""A town seen on three days, in which everything that can become of a leaver has become of one.

The list of members is read from 11:50 to 12:00 on 1, 10 and 20 June 2024; access has to be gone 24
hours after the last day's end, in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from worlds import World

DAYS = (datetime(2024, 6, 1, 12), datetime(2024, 6, 10, 12), datetime(2024, 6, 20, 12))
# Person, then the account on each of the three days: active, archived, inactive, or absent (-).
SEEN = {
    "Intime": "active archived archived",
    "Late": "active active archived",
    "Between": "active archived archived",
    "Scim": "active inactive inactive",
    "Still": "active active active",
    "Future": "active active active",
    "Grace": "active active active",
    "Early": "active archived archived",
    "Before": "archived archived archived",
    "Again": "active archived active",
    "Rehired": "active archived active",
    "Unlisted": "active - -",
    "Joiner": "- active archived",
    "Boss": "active active active",
    "Heir": "active active active",
}


@dataclass(frozen=True)
class Town:
    """The sealed files, oldest first, and the ids of what is in them."""

    files: tuple[Path, ...]
    ids: dict[str, str]

    @property
    def latest(self) -> Path:
        return self.files[-1]


def build(folder: Path) -> Town:
    """Seal the town on each of its days."""
    first = World(taken_at=DAYS[0], name="town", with_auditor=False)
    ids: dict[str, str] = {}
    for person in SEEN:
        ids[person] = first.member(person, "Admin" if person == "Boss" else "Build")
    ids["embed"] = first.member("Embed", kind="embed")
    first.members[ids["embed"]]["email"] = "sub+still@example.test"
    ids["guest"] = first.member("Guest", kind="guest")
    still, late, heir = ids["Still"], ids["Late"], ids["Heir"]
    ids["space"] = first.workspace("=Space")
    ids["folder"] = first.folder("Folder", ids["space"])
    ids["notes"] = first.document("workbook", "Notes", ids["folder"], still)
    ids["plan"] = first.document("workbook", "Plan", ids["space"], late)
    ids["book"] = first.document("workbook", "Book", ids["folder"], late)
    ids["team"] = first.team("Crew", still, ids["Intime"], heir, admins=(still,))
    ids["old team"] = first.team("Old", still, archived=True)
    ids["snow"] = first.connection("Snow")
    for names in (("DB",), ("DB", "S"), ("DB", "S", "T")):
        ids["table"] = first.path(ids["snow"], *names)
    ids["own grant"] = first.grant(ids["folder"], "edit", member=still)
    ids["data grant"] = first.grant(ids["snow"], "usage", member=ids["Intime"])
    ids["team grant"] = first.grant(ids["folder"], "view", team=ids["team"])
    ids["team data"] = first.grant(ids["table"], "annotate", team=ids["team"])
    first.grant(ids["space"], "edit", team=ids["old team"])
    ids["given"] = first.grant(ids["folder"], "explore", member=ids["guest"])
    first.grants[ids["given"]]["createdBy"] = still
    files = []
    for number, day in enumerate(DAYS):
        world = first.copy()
        world.taken_at = day
        if number == 2:  # what Late owned went to Heir, who could see one of the two
            for key in ("plan", "book"):
                world.inodes[ids[key]]["owner"] = heir
        for person, states in SEEN.items():
            state = states.split()[number]
            if state == "-":
                del world.members[ids[person]]
            elif state != "active":
                flag = "isArchived" if state == "archived" else "isInactive"
                world.members[ids[person]][flag] = True
        files.append(world.seal(folder))
    return Town(tuple(files), ids)
