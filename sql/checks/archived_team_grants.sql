-- title:    Archived teams hold no grants
-- severity: medium
-- purpose:  What each archived team is still granted.
-- why:      Whoever restores the team hands everything out again (D5).
-- fix:      Delete the grants of the archived team.
-- grain:    subject_id
-- columns:
--   subject_kind  team
--   subject_id    the archived team
--   subject_name  its name
--   status        pass, fail or not_known
--   reason        what it holds
--   grants        how many
--   grant_ids     which
with

holders as (
    select principal_id as team_id, count(*) as grants, list(grant_id order by grant_id) as grant_ids
    from grants
    where principal_kind = 'team'
    group by principal_id
),

unread as (
    select min(reason) as reason from unseen_subjects
    where about in ('content_grants', 'data_grants')
)

select
    'team' as subject_kind, t.team_id as subject_id, t.name as subject_name,
    case
        when h.grants > 0 then 'fail' when u.reason is not null then 'not_known' else 'pass'
    end as status,
    case
        when h.grants > 0 then t.name || ' is archived and still holds ' || h.grants || if(h.grants = 1, ' grant', ' grants')
        when u.reason is not null then 'No grant to ' || t.name || ' was seen; ' || u.reason
        else t.name || ' is archived and holds nothing'
    end as reason,
    coalesce(h.grants, 0) as grants, h.grant_ids
from teams t
cross join unread u
left join holders h using (team_id)
where t.is_archived
union all by name
select subject_kind, subject_id, subject_name, status, reason
from unseen_subjects
where about in ('teams')
