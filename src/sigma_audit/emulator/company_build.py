"""The hand that fills an organisation: stable ids, believable times, one method per kind of thing.

Ids are digests of a key, so that a story can name an object before anything is built and no
addition moves another object's id. Must never read a clock, and never decide what a grant means.
"""

from __future__ import annotations

import hashlib
import random
import uuid
from datetime import datetime, timedelta

from sigma_audit.emulator.org import (
    Connection,
    Grant,
    Inode,
    Member,
    Org,
    Path,
    Team,
    TeamMember,
)

_BASE62 = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_FOUNDED = datetime(2023, 2, 6, 8, 0)


def object_id(key: str) -> str:
    """Give the UUID (version 4 in shape) of whatever `key` names."""
    digest = hashlib.blake2b(key.encode(), digest_size=16).digest()
    return str(uuid.UUID(bytes=digest, version=4))


def person_id(key: str) -> str:
    """Give the member id of `key`: 29 base62 characters, no UUID (sigma-api.md 5.0)."""
    number = int.from_bytes(hashlib.blake2b(f"person/{key}".encode(), digest_size=24).digest())
    text = ""
    for _ in range(29):
        number, digit = divmod(number, 62)
        text += _BASE62[digit]
    return text


class Builder:
    """Adds things to `org`; `prefix` keeps the keys of two organisations apart."""

    def __init__(self, org: Org, rng: random.Random, author: str, prefix: str = "") -> None:
        self.org = org
        self.rng = rng
        self.author = author
        self.prefix = prefix
        self._span = int((org.now - timedelta(days=14) - _FOUNDED).total_seconds())
        self._grants = 0

    def moments(self) -> tuple[datetime, datetime]:
        """Draw a creation and a later change, both at least a fortnight before now."""
        first = int(self._span * self.rng.random())
        last = first + int((self._span - first) * self.rng.random() ** 2)
        return _FOUNDED + timedelta(seconds=first), _FOUNDED + timedelta(seconds=last)

    def id_of(self, key: str) -> str:
        """Give the UUID that an object of this key gets here."""
        return object_id(self.prefix + key)

    def member(
        self,
        key: str,
        first_name: str,
        last_name: str,
        email: str,
        account_type: str,
        *,
        user_kind: str = "internal",
        is_archived: bool = False,
        is_inactive: bool = False,
        member_id: str | None = None,
    ) -> Member:
        """Add a person together with the home folder they own."""
        made, changed = self.moments()
        identity = member_id or person_id(self.prefix + key)
        home = self.inode(f"home/{key}", "folder", "My Documents", None, identity)
        member = Member(
            member_id=identity,
            email=email,
            first_name=first_name,
            last_name=last_name,
            account_type=account_type,
            home_folder_id=home.inode_id,
            user_kind=user_kind,
            is_archived=is_archived,
            is_inactive=is_inactive,
            created_by=self.author,
            updated_by=self.author,
            created_at=made,
            updated_at=changed,
        )
        self.org.members[identity] = member
        return member

    def team(
        self,
        key: str,
        name: str,
        members: tuple[str, ...] = (),
        *,
        admins: tuple[str, ...] = (),
        visibility: str = "public",
        is_archived: bool = False,
        description: str | None = None,
    ) -> Team:
        """Add a team with these member ids; `admins` are members too."""
        made, changed = self.moments()
        team = Team(
            team_id=self.id_of(f"team/{key}"),
            name=name,
            description=description,
            visibility=visibility,
            is_archived=is_archived,
            members={
                member_id: TeamMember(member_id, member_id in admins, self.author)
                for member_id in (*admins, *members)
            },
            created_by=self.author,
            updated_by=self.author,
            created_at=made,
            updated_at=changed,
        )
        self.org.teams[team.team_id] = team
        return team

    def inode(
        self,
        key: str,
        kind: str,
        name: str,
        parent_id: str | None,
        owner_id: str | None,
        *,
        is_archived: bool = False,
        is_exploration: bool = False,
        description: str | None = None,
        latest_version: int = 1,
    ) -> Inode:
        """Add a node of the content tree; `kind` is the API's word."""
        made, changed = self.moments()
        author = owner_id or self.author
        inode = Inode(
            inode_id=self.id_of(f"inode/{key}"),
            type=kind,
            name=name,
            parent_id=parent_id,
            owner_id=owner_id,
            is_archived=is_archived,
            is_exploration=is_exploration,
            description=description,
            latest_version=latest_version,
            created_by=author,
            updated_by=author,
            created_at=made,
            updated_at=changed,
        )
        self.org.inodes[inode.inode_id] = inode
        return inode

    def connection(
        self,
        key: str,
        name: str,
        warehouse: str,
        *,
        depth: int = 3,
        use_oauth: bool = False,
        write_access: bool = False,
        is_sample: bool = False,
        is_audit_log: bool = False,
    ) -> Connection:
        """Add a connection; `depth` is the number of names a table's path has."""
        made, changed = self.moments()
        connection = Connection(
            connection_id=self.id_of(f"connection/{key}"),
            name=name,
            type=warehouse,
            depth=depth,
            use_oauth=use_oauth,
            write_access=write_access,
            is_sample=is_sample,
            is_audit_log=is_audit_log,
            created_by=self.author,
            updated_by=self.author,
            created_at=made,
            updated_at=changed,
        )
        self.org.connections[connection.connection_id] = connection
        return connection

    def path(self, connection: Connection, key: str, *names: str) -> Path:
        """Add one catalogued database, schema or table; `key` names its connection."""
        path = Path(
            self.id_of(f"path/{key}/{'/'.join(names)}"), connection.connection_id, tuple(names)
        )
        self.org.paths[path.inode_id] = path
        return path

    def grant(
        self,
        inode_id: str,
        permission: str,
        *,
        member: str | None = None,
        team: str | None = None,
        tag: str | None = None,
        key: str | None = None,
        author: str | None = None,
    ) -> Grant:
        """Add a grant; neither `member` nor `team` is the whole organisation."""
        made, changed = self.moments()
        self._grants += 1
        who = author or self.author
        grant = Grant(
            grant_id=self.id_of(f"grant/{key or self._grants}"),
            inode_id=inode_id,
            permission=permission,
            member_id=member,
            team_id=team,
            tag_id=tag,
            created_by=who,
            updated_by=who,
            created_at=made,
            updated_at=changed,
        )
        self.org.grants[grant.grant_id] = grant
        return grant
