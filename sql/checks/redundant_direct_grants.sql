-- title:    No direct grant repeats what a team gives
-- severity: low
-- purpose:  Whether each direct grant to an active member gives more than their teams do there.
-- why:      It changes nothing today and stays behind when the person leaves the team.
-- fix:      Delete the direct grant.
-- grain:    subject_id
-- columns:
--   subject_kind  grant
--   subject_id    the direct grant
--   subject_name  whose, and where
--   status        pass, fail or not_known
--   reason        which team gives the same
--   member_id     who holds it
--   inode_id      on what
with

direct as (
    select g.grant_id, g.inode_id, m.member_id, m.name, i.path_text
    from grants g
    join members m on m.member_id = g.principal_id
    join inodes i using (inode_id)
    join permission_translations t
        on t.permission_class = i.permission_class and t.granted = g.permission
    where g.principal_kind = 'member' and m.is_usable
),

by_teams as (
    select
        c.grant_id, string_agg(distinct t.name, ', ' order by t.name) as teams,
        not bool_or(c.is_sure) as is_doubtful
    from grant_covers c
    join teams t using (team_id)
    group by c.grant_id
),

unread as (
    select min(reason) as reason from unseen_subjects
    where about in ('team_members', 'teams', 'content', 'places', 'content_grants', 'data_grants')
)

select
    'grant' as subject_kind, d.grant_id as subject_id, d.name || ' on ' || d.path_text as subject_name,
    case
        when b.teams is not null then if(b.is_doubtful, 'not_known', 'fail')
        when u.reason is not null then 'not_known'
        else 'pass'
    end as status,
    case
        when b.is_doubtful
            then b.teams || ' gives ' || d.name || ' the same, perhaps for a version tag alone'
        when b.teams is not null
            then d.name || ' has as much on ' || d.path_text || ' through ' || b.teams
        when u.reason is not null then 'No team was seen to give ' || d.name || ' as much; ' || u.reason
        else 'No team of ' || d.name || ' gives as much on ' || d.path_text
    end as reason,
    d.member_id, d.inode_id
from direct d
cross join unread u
left join by_teams b using (grant_id)
union all by name
select subject_kind, subject_id, subject_name, status, reason
from unseen_subjects
where about in ('content_grants', 'data_grants')
