-- purpose:  Grants that change nothing: everyone they reach has as much there by something else.
--           All of them could be deleted at once, and nobody would lose anything.
-- grain:    grant_id
-- as:       view
-- columns:
--   grant_id        the grant
--   inode_id        what it sits on
--   principal_kind  member, team or organization
--   principal_id    whom it names; null for the organisation
--   holders         members it reaches
--   active_holders  of them, those who are active
--   covered_by      one of the reasons that give as much, as in access_sources
--   certainty       known, or not_known: a holder may be unread, a cover limited to a version tag
with

holders as (
    select g.grant_id, p.member_id
    from grants g
    join principal_members p
        on p.principal_kind = g.principal_kind and p.principal_id = coalesce(g.principal_id, '')
),

-- What somebody has by nothing else is never deleted; what rests on it may be.
needed as (
    select distinct grant_id from holders
    anti join grant_covers using (grant_id, member_id)
),

covered as (
    select
        c.grant_id, c.member_id, bool_or(c.is_sure) as is_sure, min(c.reason_id) as covered_by
    from grant_covers c
    left join needed n on n.grant_id = c.reason_id
    where c.is_first or n.grant_id is not null
    group by c.grant_id, c.member_id
),

-- Whether all whom a grant reaches were seen.
unread as (
    select
        bool_or(endpoint = 'members') as is_anybody, bool_or(endpoint = 'teams') as is_any_team
    from not_known
    where endpoint in ('members', 'teams')
)

select
    g.grant_id, g.inode_id, g.principal_kind, g.principal_id,
    count(*) as holders, count(*) filter (m.is_usable) as active_holders,
    min(c.covered_by) as covered_by,
    case
        when not bool_and(c.is_sure) then 'not_known'
        when g.principal_kind = 'organization' and coalesce(bool_or(u.is_anybody), false) then 'not_known'
        when g.principal_kind = 'team' and (
            coalesce(bool_or(u.is_anybody), false)
            or g.principal_id in (select parent_id from unread_teams)
        ) then 'not_known'
        else 'known'
    end as certainty
from grants g
join holders p on p.grant_id = g.grant_id
join members m on m.member_id = p.member_id
cross join unread u
left join covered c on c.grant_id = g.grant_id and c.member_id = p.member_id
group by g.grant_id, g.inode_id, g.principal_kind, g.principal_id
having count(c.grant_id) = count(*)
