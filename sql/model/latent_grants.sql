-- purpose:  Grants above what any holder can use, on some class of what lies there or beneath: another
--           account type would wake them.
-- grain:    grant_id, permission_class
-- as:       view
-- columns:
--   grant_id          the grant
--   permission_class  what lies there or beneath: container, workbook, report, document or data
--   inode_id          what it sits on
--   principal_kind    member, team or organization
--   principal_id      whom it names; null for the organisation
--   granted           what it is worth on that class
--   usable            the strongest that any active holder can use of it; null for nothing
--   holders           active holders, none of whom can use it
--   certainty         known; not_known where an account type was not understood, or a holder unread
with

active as (
    select g.grant_id, count(*) as holders
    from grants g
    join principal_members p
        on p.principal_kind = g.principal_kind and p.principal_id = coalesce(g.principal_id, '')
    join members m on m.member_id = p.member_id
    where m.is_usable
    group by g.grant_id
),

asleep as (
    select
        s.grant_id, s.permission_class, any_value(s.granted) as granted, sum(s.holders) as holders,
        arg_max(s.usable, l.rank) as usable, bool_and(s.is_asleep) as is_sure
    from sleeping_grants s
    left join permission_levels l
        on l.plane = case when s.permission_class = 'data' then 'data' else 'content' end
        and l.permission = s.usable
    group by s.grant_id, s.permission_class
),

unread as (
    select count(*) > 0 as is_anybody from not_known where endpoint in ('members')
)

select
    a.grant_id, a.permission_class, g.inode_id, g.principal_kind, g.principal_id,
    a.granted, a.usable, a.holders::bigint as holders,
    case
        when not a.is_sure then 'not_known'
        when g.principal_kind <> 'member' and u.is_anybody then 'not_known'
        when g.principal_kind = 'team' and g.principal_id in (select parent_id from unread_teams)
            then 'not_known'
        else 'known'
    end as certainty
from asleep a
join active h on h.grant_id = a.grant_id and h.holders = a.holders
join grants g on g.grant_id = a.grant_id
cross join unread u
