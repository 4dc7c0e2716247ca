-- purpose:  What a snapshot says of one member, object or team itself, in one number: of two snapshots in
--           which it is the same, no change is about it. Columns that move without one are left out. Of
--           a team, with what its grants reach.
-- grain:    digest
-- columns:
--   digest  sum of the rows' hashes; null where it says nothing
-- params:
--   member_id varchar = null — the member
--   inode_id  varchar = null — the object
--   team_id   varchar = null — the team
with

members as (
    select * exclude (updated_at)
    from main.members
    where member_id = $member_id
),

teams as (
    select * exclude (updated_at)
    from main.teams
    where team_id = $team_id
),

team_members as (
    select * exclude (added_by)
    from main.team_members
    where member_id = $member_id or team_id = $team_id
),

inodes as (
    select * exclude (updated_at, path_text)
    from main.inodes
    where inode_id = $inode_id
),

connections as (
    select * exclude (updated_at, last_active_at)
    from main.connections
    where connection_id = $inode_id
),

owned as (
    select inode_id
    from main.inodes
    where owner_id = $member_id
),

-- The same grant may be issued again under another id.
grants as (
    select distinct principal_kind, principal_id, inode_id, permission
    from main.grants
    where principal_id = $member_id or principal_id = $team_id or inode_id = $inode_id
),

-- What is moved, made or ends beneath a grant of the team is of what it gives.
reached as (
    select distinct a.inode_id, a.ancestor_id
    from main.inode_ancestry a
    join main.grants g on g.inode_id = a.ancestor_id
    where g.principal_id = $team_id
),

facts as (
    select hash('member', m) as row_hash from members m
    union all
    select hash('team', t) from teams t
    union all
    select hash('team_member', t) from team_members t
    union all
    select hash('inode', i) from inodes i
    union all
    select hash('connection', c) from connections c
    union all
    select hash('owned', o) from owned o
    union all
    select hash('grant', g) from grants g
    union all
    select hash('reached', r) from reached r
)

select sum(row_hash::hugeint)::hugeint as digest
from facts
