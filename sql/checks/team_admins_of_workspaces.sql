-- title:    Who runs a team that manages a workspace is an Admin
-- severity: medium
-- purpose:  Which workspaces each non-Admin team admin could hand out, by adding anyone to the team (R22).
-- why:      A team admin can give themselves, or anyone, every right of the team.
-- fix:      Lower the team's grant, or have an Admin run the team.
-- grain:    subject_id
-- columns:
--   subject_kind  member
--   subject_id    the team admin
--   subject_name  their name
--   status        pass, fail or not_known
--   reason        what they can hand out
--   team_ids      through which teams
--   inode_ids     which workspaces
with

team_admins as (
    select tm.member_id, t.team_id, t.name as team_name
    from team_members tm
    join teams t using (team_id)
    join members m using (member_id)
    where tm.is_team_admin and not t.is_archived and m.is_usable and not m.is_admin
),

handed as (
    select
        a.member_id, list(distinct a.team_id order by a.team_id) as team_ids,
        list(distinct g.inode_id order by g.inode_id) as inode_ids,
        string_agg(distinct a.team_name || ' on ' || i.path_text, ', ') as words
    from team_admins a
    join grants g on g.principal_kind = 'team' and g.principal_id = a.team_id
    join inodes i on i.inode_id = g.inode_id and i.kind = 'workspace'
    where g.permission = 'edit'
    group by a.member_id
),

unread as (
    select min(reason) as reason from unseen_subjects
    where about in ('content_grants', 'team_members')
)

select
    'member' as subject_kind, m.member_id as subject_id, m.name as subject_name,
    case
        when h.member_id is not null then 'fail' when u.reason is not null then 'not_known'
        else 'pass'
    end as status,
    case
        when h.member_id is not null
            then m.name || ' is no Admin and can hand out Can manage: ' || h.words
        when u.reason is not null then m.name || ' was not seen to run such a team; ' || u.reason
        else m.name || ' runs no team that manages a workspace'
    end as reason,
    h.team_ids, h.inode_ids
from (select distinct member_id from team_admins) a
join members m using (member_id)
cross join unread u
left join handed h using (member_id)
union all by name
select subject_kind, subject_id, subject_name, status, reason
from unseen_subjects
where about in ('teams', 'team_members', 'members')
