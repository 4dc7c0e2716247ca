-- purpose:  Grants that came, went, were raised or lowered; not known where nothing that would have
--           shown the missing one was read to its end.
-- grain:    principal_kind, principal_key, inode_id, lane, place
-- columns:
--   principal_kind  member, team, organization or unknown
--   principal_key   the principal; empty for the organisation
--   inode_id        what it is on
--   lane            as in differing_grants
--   place           as in differing_grants
--   change          added, removed, changed or not_known
--   before          earlier permission
--   after           later permission
--   grant_id        the later grant's id, else the earlier one's
--   went_with       inode, member or team that came or went and took this along
--   why_not         what keeps it from being known, in words
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
),

witnesses as (
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
)

select
    d.principal_kind, d.principal_key, d.inode_id, d.lane, d.place,
    case
        when not w.is_known then 'not_known'
        when d.side is null then 'changed'
        when d.side = 'before' then 'added'
        else 'removed'
    end as change,
    d.before, d.after, d.grant_id,
    case
        when w.is_with_inode then 'inode'
        when w.is_with_principal then d.principal_kind
    end as went_with,
    if(w.is_known, null, coalesce(w.why_not, 'nothing that would show it was asked')) as why_not
from differing_grants d
join witnesses w using (principal_kind, principal_key, inode_id, lane, place)
