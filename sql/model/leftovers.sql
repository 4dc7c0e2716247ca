-- purpose:  Grants and teams that give nobody anything, or give it twice, by whom or what they concern.
-- grain:    problem, subject_id
-- as:       view
-- columns:
--   problem       which kind, as in leftover_kinds
--   subject_kind  team, member, organization or inode
--   subject_id    whom or what it concerns
--   subject       its name
--   grants        how many grants
--   detail        what is so, in words
--   certainty     known, or at_least: something unread could change it
with

-- A list that was not read whole may lack whom a grant names; a grant not read may name a team.
read_whole as (
    select
        count(*) filter (endpoint in ('members', 'teams') and is_complete) = 2 as lists,
        (select count(*) from not_known where principal_kind is distinct from 'organization') = 0 as grants
    from chosen_readings
),

held as (
    select g.principal_id, count(*) as grants, min(coalesce(i.path_text, g.inode_id)) as example
    from grants g
    left join inodes i using (inode_id)
    where g.principal_kind = 'member'
    group by g.principal_id
)

select
    'Grant to nobody listed' as problem, 'inode' as subject_kind, g.inode_id as subject_id,
    coalesce(any_value(i.path_text), g.inode_id) as subject, count(*) as grants,
    'names ' || string_agg(distinct g.principal_id, ', ' order by g.principal_id) as detail,
    case when r.lists then 'known' else 'at_least' end as certainty
from grants g
cross join read_whole r
left join inodes i using (inode_id)
where g.principal_kind = 'unknown'
group by g.inode_id, r.lists
union all
select
    case when is_archived then 'Grant to an archived team' else 'Grant to an empty team' end,
    'team', team_id, name, grants,
    'holds ' || grants || case when grants = 1 then ' grant, on ' else ' grants, for example on ' end
    || example,
    case when is_archived or (is_read and r.are_lists_whole) then 'known' else 'at_least' end
from team_holdings cross join (select lists as are_lists_whole from read_whole) r
where grants > 0 and (is_archived or active_members = 0)
union all
select 'Team that gives nothing', 'team', team_id, name, 0,
    'has ' || all_members || case when all_members = 1 then ' member' else ' members' end || ' and no grant',
    case when r.grants then 'known' else 'at_least' end
from team_holdings t
cross join read_whole r
where t.grants = 0 and all_members > 0 and not is_archived
union all
select 'Grant to who left', 'member', m.member_id, m.name, h.grants,
    'is ' || m.status || ' and keeps ' || h.grants || ' in person, for example on ' || h.example, 'known'
from members m
join held h on h.principal_id = m.member_id
where not m.is_usable
union all
select problem, subject_kind, subject_id, subject, grants, detail, certainty
from leftover_grants
