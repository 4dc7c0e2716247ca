-- purpose:  The rows of people, teams, objects and account types that are not the same in both
--           snapshots, noise included, whole as JSON.
-- grain:    entity, member_id, team_id, inode_id, account_type_id, permission
-- columns:
--   entity           as in the diff; grants apart
--   member_id        the member, where one is meant
--   team_id          the team, where one is meant
--   inode_id         the inode, where one is meant
--   connection_id    the connection, where one is meant
--   account_type_id  the account type, where one is meant
--   permission       the permission of the account type, where one is meant
--   before           the row of the earlier snapshot; null when it has none
--   after            the row of the later snapshot; null when it has none
with

members as (
    select
        coalesce(b.member_id, a.member_id) as member_id,
        if(b.member_id is null, null, to_json(b)) as before,
        if(a.member_id is null, null, to_json(a)) as after
    from before.main.members b full join after.main.members a on a.member_id = b.member_id
    where b is distinct from a
),

teams as (
    select
        coalesce(b.team_id, a.team_id) as team_id,
        if(b.team_id is null, null, to_json(b)) as before,
        if(a.team_id is null, null, to_json(a)) as after
    from before.main.teams b full join after.main.teams a on a.team_id = b.team_id
    where b is distinct from a
),

team_members as (
    select
        coalesce(b.team_id, a.team_id) as team_id, coalesce(b.member_id, a.member_id) as member_id,
        if(b.team_id is null, null, to_json(b)) as before,
        if(a.team_id is null, null, to_json(a)) as after
    from before.main.team_members b
    full join after.main.team_members a on a.team_id = b.team_id and a.member_id = b.member_id
    where b is distinct from a
),

connections as (
    select
        coalesce(b.connection_id, a.connection_id) as connection_id,
        if(b.connection_id is null, null, to_json(b)) as before,
        if(a.connection_id is null, null, to_json(a)) as after
    from before.main.connections b
    full join after.main.connections a on a.connection_id = b.connection_id
    where b is distinct from a
),

stacked as (
    select 'member' as entity, member_id, before, after from members
    union all by name
    select 'team' as entity, team_id, before, after from teams
    union all by name
    select 'team_member' as entity, team_id, member_id, before, after from team_members
    union all by name
    select if(kind = 'workspace', 'workspace', 'inode') as entity, inode_id, before, after
    from differing_inodes
    where kind <> 'connection' and (kind <> 'unknown' or (before is not null and after is not null))
    union all by name
    select 'connection' as entity, connection_id, connection_id as inode_id, before, after
    from connections
    union all by name
    select
        'account_type_permission' as entity, account_type_id, nullif(permission_key, '') as permission,
        before, after
    from differing_account_types
)

select
    entity, member_id, team_id, inode_id, connection_id, account_type_id, permission, before, after
from stacked
