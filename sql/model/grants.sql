-- purpose:  Every grant once, whoever showed it, with its principal and inode resolved.
-- grain:    grant_id
-- columns:
--   grant_id            the grant
--   inode_id            what it sits on
--   principal_kind      member, team, organization (neither named: everyone, D4) or unknown (D8)
--   principal_id        the member or team; null for the organisation
--   permission          the API's word, verbatim
--   created_by          who granted it
--   created_at          when, UTC
--   updated_by          who changed it last
--   updated_at          when, UTC
--   seen_by             endpoints that showed it
--   has_both_ids        names a member and a team at once; taken as the member's (D8)
--   is_possibly_tagged  one of several for this principal here: limited to a version tag (B1)
with

merged as (
    select
        grant_id,
        arg_max(inode_ref, seen_at) as inode_ref, arg_max(member_id, seen_at) as member_id,
        arg_max(team_id, seen_at) as team_id, arg_max(permission, seen_at) as permission,
        arg_max(created_by, seen_at) as created_by, arg_max(created_at, seen_at) as created_at,
        arg_max(updated_by, seen_at) as updated_by, arg_max(updated_at, seen_at) as updated_at,
        list(distinct endpoint order by endpoint) as seen_by
    from grant_rows
    group by grant_id
),

resolved as (
    select
        g.*,
        coalesce(i.inode_id, g.inode_ref) as inode_id,
        case
            when g.member_id is null and g.team_id is null then 'organization'
            when m.member_id is not null then 'member'
            when g.member_id is null and t.team_id is not null then 'team'
            else 'unknown'
        end as principal_kind,
        coalesce(g.member_id, g.team_id) as principal_id
    from merged g
    left join inode_ids i on i.ref = g.inode_ref
    left join members m on m.member_id = g.member_id
    left join teams t on t.team_id = g.team_id
)

select
    g.grant_id, g.inode_id, g.principal_kind, g.principal_id, g.permission,
    g.created_by, g.created_at, g.updated_by, g.updated_at, g.seen_by,
    g.member_id is not null and g.team_id is not null as has_both_ids,
    coalesce(f.plane, '') = 'content' and count(*) over (
        partition by g.inode_id, g.principal_kind, g.principal_id
    ) > 1 as is_possibly_tagged
from resolved g
left join inode_facts f using (inode_id)
