-- title:    Nobody but Admins can hand out what is sensitive
-- severity: high
-- purpose:  Whether each non-Admin team admin's teams reach anything that is declared sensitive (R22).
-- why:      They can let anyone in without asking its owner.
-- fix:      Have an Admin or the owner run the team, or take the team off the sensitive place.
-- grain:    subject_id
-- columns:
--   subject_kind  member
--   subject_id    the team admin
--   subject_name  their name
--   status        pass, fail or not_known
--   reason        what they can hand out
--   team_ids      through which teams
--   inode_ids     what, the first ten
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
        list(distinct s.inode_id order by s.inode_id)[1:10] as inode_ids,
        min(a.team_name || ' on ' || i.path_text) as words
    from team_admins a
    join grants g on g.principal_kind = 'team' and g.principal_id = a.team_id
    join inode_ancestry n on n.ancestor_id = g.inode_id
    join sensitive_inodes s on s.inode_id = n.inode_id
    join inodes i on i.inode_id = s.inode_id
    join permission_translations t
        on t.permission_class = i.permission_class and t.granted = g.permission
    group by a.member_id
),

unread as (
    select min(reason) as reason from unseen_subjects
    where about in ('content_grants', 'data_grants', 'team_members', 'places')
),

told as (
    select count(*) > 0 as is_given from input.given where name = 'sensitive'
)

select
    'member' as subject_kind, m.member_id as subject_id, m.name as subject_name,
    case
        when not d.is_given then 'not_known' when h.member_id is not null then 'fail'
        when u.reason is not null then 'not_known'
        else 'pass'
    end as status,
    case
        when not d.is_given then 'It was not declared what is sensitive'
        when h.member_id is not null
            then m.name || ' is no Admin and can hand out what is sensitive: ' || h.words
        when u.reason is not null then m.name || ' was not seen to run such a team; ' || u.reason
        else m.name || ' runs no team that reaches anything sensitive'
    end as reason,
    h.team_ids, h.inode_ids
from (select distinct member_id from team_admins) a
join members m using (member_id)
cross join unread u
cross join told d
left join handed h using (member_id)
union all by name
select subject_kind, subject_id, subject_name, status, reason
from unseen_subjects
where about in ('teams', 'team_members', 'members')
