-- purpose:  Grants that are not the same in both snapshots, a raise or lowering as one row. A grant
--           is its principal, inode and permission: one issued again under another id is the same.
-- grain:    principal_kind, principal_key, inode_id, lane, place
-- columns:
--   principal_kind  member, team, organization or unknown
--   principal_key   the principal; empty for the organisation
--   inode_id        what it is on
--   lane            permissions of one order replace each other: ordered, else the word itself
--   place           counts several differences of one principal on one inode in one lane
--   before          earlier permission, null when there was none
--   after           later permission, null when there is none
--   grant_id        the later grant's id, else the earlier one's
--   side            the snapshot without the grant; null when both have one
with

-- A principal that one side does not list is the one that the other side lists.
principals as (
    select member_id as id, 'member' as entity from before.main.members
    union
    select member_id, 'member' from after.main.members
    union
    select team_id, 'team' from before.main.teams
    union
    select team_id, 'team' from after.main.teams
),

before_grants as (
    select
        if(g.principal_kind = 'unknown', coalesce(p.entity, 'unknown'), g.principal_kind)
            as principal_kind,
        coalesce(g.principal_id, '') as principal_key, g.inode_id, g.permission,
        min(g.grant_id) as grant_id
    from before.main.grants g
    left join principals p on p.id = g.principal_id
    group by all
),

after_grants as (
    select
        if(g.principal_kind = 'unknown', coalesce(p.entity, 'unknown'), g.principal_kind)
            as principal_kind,
        coalesce(g.principal_id, '') as principal_key, g.inode_id, g.permission,
        min(g.grant_id) as grant_id
    from after.main.grants g
    left join principals p on p.id = g.principal_id
    group by all
),

one_sided as (
    select 'after' as lacking, b.*
    from before_grants b
    anti join after_grants a using (principal_kind, principal_key, inode_id, permission)
    union all
    select 'before', a.*
    from after_grants a
    anti join before_grants b using (principal_kind, principal_key, inode_id, permission)
),

kinds as (
    select inode_id, plane, 0 as age from after.main.inodes
    semi join one_sided using (inode_id)
    union all
    select inode_id, plane, 1 from before.main.inodes
    semi join one_sided using (inode_id)
),

planes as (
    select inode_id, arg_min(plane, age) as plane from kinds group by inode_id
),

laned as (
    select o.*, if(l.rank is null, o.permission, 'ordered') as lane, l.rank
    from one_sided o
    left join planes p using (inode_id)
    left join after.main.permission_levels l
        on l.permission = o.permission and l.plane = coalesce(p.plane, 'content')
),

placed as (
    select
        *,
        row_number() over (
            partition by lacking, principal_kind, principal_key, inode_id, lane
            order by rank, permission
        ) as place
    from laned
)

select
    coalesce(b.principal_kind, a.principal_kind) as principal_kind,
    coalesce(b.principal_key, a.principal_key) as principal_key,
    coalesce(b.inode_id, a.inode_id) as inode_id,
    coalesce(b.lane, a.lane) as lane,
    coalesce(b.place, a.place) as place,
    b.permission as before, a.permission as after,
    coalesce(a.grant_id, b.grant_id) as grant_id,
    case when b.permission is null then 'before' when a.permission is null then 'after' end as side
from (select * from placed where lacking = 'after') b
full join (select * from placed where lacking = 'before') a
    on a.principal_kind = b.principal_kind and a.principal_key = b.principal_key
    and a.inode_id = b.inode_id and a.lane = b.lane and a.place = b.place
