-- purpose:  What each of the two sweeps says about each grant, where both were asked about it whole:
--           the principal's own answer, and the answer of what the grant sits on.
-- grain:    grant_id
-- as:       view
-- columns:
--   grant_id               the grant
--   inode_id               what it sits on
--   principal_kind         member or team
--   principal_id           who has it
--   principal_endpoint     question put to the principal
--   principal_permission   what that answer says; null: it does not show the grant
--   object_endpoint        question put to the object
--   object_parent_id       of what it was asked
--   object_permission      what that answer says; null: it does not show the grant
--   is_read_again          both questions were put again after that
with

principal_rows as (
    select 'team_grants' as endpoint, grant_id, parent_id, reading, permission from typed.team_grants
    union all
    select 'member_grants', grant_id, parent_id, reading, permission from typed.member_grants
),

object_rows as (
    select 'object_grants' as endpoint, grant_id, parent_id, reading, permission, inode_ref
    from typed.object_grants
    union all
    select 'connection_grants', grant_id, parent_id, reading, permission, inode_ref
    from typed.connection_grants
    union all
    select 'path_grants', grant_id, parent_id, reading, permission, inode_ref from typed.path_grants
),

principal_answers as (
    select r.endpoint, r.grant_id, r.parent_id, r.permission
    from principal_rows r join chosen_readings u using (endpoint, parent_id, reading)
)

select
    g.grant_id, g.inode_id, g.principal_kind, g.principal_id,
    p.endpoint as principal_endpoint, pr.permission as principal_permission,
    o.endpoint as object_endpoint, o.parent_id as object_parent_id,
    -- A path's answer repeats what sits on its connection: only the thing's own answer is its side.
    case when coalesce(a.inode_id, g.inode_id) = g.inode_id then r.permission end as object_permission,
    pu.reading > 1 and ou.reading > 1 as is_read_again
from grants g
join chain_states p
    on p.parent_id = g.principal_id
    and p.endpoint = case when g.principal_kind = 'team' then 'team_grants' else 'member_grants' end
join chain_states o
    on o.inode_id = g.inode_id
    and o.endpoint in ('object_grants', 'connection_grants', 'path_grants')
join chosen_readings pu on pu.endpoint = p.endpoint and pu.parent_id = p.parent_id
join chosen_readings ou on ou.endpoint = o.endpoint and ou.parent_id = o.parent_id
left join principal_answers pr
    on pr.grant_id = g.grant_id and pr.endpoint = p.endpoint and pr.parent_id = p.parent_id
left join object_rows r
    on r.grant_id = g.grant_id and r.endpoint = o.endpoint and r.parent_id = o.parent_id
    and r.reading = ou.reading
left join inode_ids a on a.ref = r.inode_ref
where g.principal_kind in ('member', 'team') and p.status = 'complete' and o.status = 'complete'
