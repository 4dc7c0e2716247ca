-- purpose:  Whether it is known that a grant which one side does not show is not there.
-- grain:    principal_kind, principal_key, inode_id, lane, place
-- columns:
--   principal_kind     as in differing_grants
--   principal_key      as in differing_grants
--   inode_id           as in differing_grants
--   lane               as in differing_grants
--   place              as in differing_grants
--   is_known           something that would have shown it was read to its end
--   is_with_inode      the inode itself is known not to be there
--   is_with_principal  the principal is known not to be there
--   why_not            what was not read, in words
with

-- A raise claims that neither side holds both permissions.
sides_asked as (
    select distinct
        principal_kind, principal_key, inode_id, lane, place,
        unnest(if(side is null, ['before', 'after'], [side])) as side
    from differing_grants
),

-- Any one of these, read to its end, would have shown the grant.
chains_showing as (
    select
        d.*,
        unnest([
            {'endpoint': 'object_grants', 'parent_id': d.inode_id},
            {'endpoint': 'connection_grants', 'parent_id': d.inode_id},
            {'endpoint': 'path_grants', 'parent_id': d.inode_id},
            {'endpoint': 'all_grants', 'parent_id': ''},
            {
                'endpoint': case
                    when d.principal_kind = 'team' then 'team_grants'
                    when d.principal_kind = 'member' then 'member_grants'
                end,
                'parent_id': d.principal_key
            }
        ], recursive := true)
    from sides_asked d
),

shown as (
    select
        s.principal_kind, s.principal_key, s.inode_id, s.lane, s.place, s.side,
        bool_or(r.is_whole) as is_shown,
        string_agg(r.why, ', ' order by r.why) filter (not r.is_whole) as why_not
    from chains_showing s
    join chain_reads r using (side, endpoint, parent_id)
    group by all
)

select
    a.principal_kind, a.principal_key, a.inode_id, a.lane, a.place,
    bool_and(
        coalesce(s.is_shown, false) or coalesce(i.is_known, false) or coalesce(p.is_known, false)
    ) as is_known,
    bool_or(coalesce(i.is_known, false)) as is_with_inode,
    bool_or(coalesce(p.is_known, false)) as is_with_principal,
    string_agg(s.why_not, ', ') as why_not
from sides_asked a
left join shown s using (principal_kind, principal_key, inode_id, lane, place, side)
left join absences i on i.side = a.side and i.entity = 'inode' and i.id = a.inode_id
left join absences p
    on p.side = a.side and p.entity = a.principal_kind and p.id = a.principal_key
group by all
