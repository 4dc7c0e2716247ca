-- title:    Teams that hold grants have active members
-- severity: medium
-- purpose:  Whether each team that was granted something has anybody active in it.
-- why:      The grants are forgotten, and whoever is added to the team later gets them unasked.
-- fix:      Delete the grants or the team.
-- grain:    subject_id
-- columns:
--   subject_kind    team
--   subject_id      the team
--   subject_name    its name
--   status          pass, fail or not_known
--   reason          who is in it
--   active_members  how many
--   grants          what it holds
with

holders as (
    select principal_id as team_id, count(*) as grants, list(grant_id order by grant_id) as grant_ids
    from grants
    where principal_kind = 'team'
    group by principal_id
),

active as (
    select tm.team_id, count(*) as active_members
    from team_members tm
    join members m using (member_id)
    where m.is_usable
    group by tm.team_id
),

read as (
    select parent_id as team_id from chosen_readings
    where endpoint = 'team_members' and is_complete
        and exists (from chosen_readings where endpoint = 'members' and is_complete)
)

select
    'team' as subject_kind, t.team_id as subject_id, t.name as subject_name,
    case
        when a.active_members > 0 then 'pass' when r.team_id is null then 'not_known' else 'fail'
    end as status,
    case
        when a.active_members > 0
            then t.name || ' has ' || a.active_members || ' active members'
        when r.team_id is null then 'Who is in ' || t.name || ' could not be read'
        else t.name || ' holds ' || h.grants || if(h.grants = 1, ' grant', ' grants') || ' and has no active member'
    end as reason,
    coalesce(a.active_members, 0) as active_members, h.grants
from holders h
join teams t using (team_id)
left join active a using (team_id)
left join read r using (team_id)
where not t.is_archived
union all by name
select subject_kind, subject_id, subject_name, status, reason
from unseen_subjects
where about in ('teams', 'members')
