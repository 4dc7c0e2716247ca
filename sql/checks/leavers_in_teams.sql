-- title:    People who have left are in no team
-- severity: low
-- purpose:  Which teams each archived or inactive member is still listed in.
-- why:      Reactivated, they have the rights of the team again; while inactive they cannot be taken off.
-- fix:      Take people off their teams before deactivating them.
-- grain:    subject_id
-- columns:
--   subject_kind  member
--   subject_id    the leaver
--   subject_name  their name
--   status        pass, fail or not_known
--   reason        which teams
--   teams         how many teams
with

leavers as (
    select member_id, name, status from members where not is_usable and is_person
),

in_teams as (
    select tm.member_id, count(*) as teams, string_agg(t.name, ', ' order by t.name) as names
    from team_members tm
    join teams t using (team_id)
    where not t.is_archived
    group by tm.member_id
),

unread as (
    select min(reason) as reason from unseen_subjects
    where about in ('teams', 'team_members')
)

select
    'member' as subject_kind, v.member_id as subject_id, v.name as subject_name,
    case
        when i.teams > 0 then 'fail' when u.reason is not null then 'not_known' else 'pass'
    end as status,
    case
        when i.teams > 0 then v.name || ', ' || v.status || ', is still listed in ' || i.names
        when u.reason is not null then v.name || ' was seen in no team; ' || u.reason
        else v.name || ', ' || v.status || ', is in no team'
    end as reason,
    coalesce(i.teams, 0) as teams
from leavers v
cross join unread u
left join in_teams i using (member_id)
union all by name
select subject_kind, subject_id, subject_name, status, reason
from unseen_subjects
where about in ('members')
