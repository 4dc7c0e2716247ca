-- title:    Nobody is an Admin in all but name
-- severity: high
-- purpose:  How many workspaces each active person who is not an Admin can manage by grants.
-- why:      Who manages this many workspaces has the reach of an Admin without being reviewed as one.
-- fix:      Make the person an Admin who is reviewed as one, or take grants away.
-- grain:    subject_id
-- columns:
--   subject_kind  member
--   subject_id    who manages any
--   subject_name  their name
--   status        pass, fail or not_known
--   reason        how many of how many
--   workspaces    how many they manage
--   percent       of all workspaces, rounded down
--   inode_ids     which
-- params:
--   workspaces integer = 10 — this many managed workspaces are too many
with

spaces as (
    select count(*) as amount from inodes where kind = 'workspace' and not is_archived
),

held as (
    select
        m.member_id, count(*) as workspaces, count(*) * 100 // any_value(s.amount) as percent,
        bool_and(m.cap_certainty = 'known') as is_sure, list(m.inode_id order by m.inode_id) as inode_ids
    from workspace_managers m
    cross join spaces s
    group by m.member_id
),

unread as (
    select min(reason) as reason
    from unseen_subjects
    where about in ('content_grants', 'team_members', 'content')
)

select
    'member' as subject_kind, m.member_id as subject_id, m.name as subject_name,
    case
        when h.workspaces >= $workspaces::integer then if(h.is_sure, 'fail', 'not_known')
        when u.reason is not null then 'not_known'
        else 'pass'
    end as status,
    m.name || ', account type ' || coalesce(m.account_type, 'not told') || ', can manage '
        || h.workspaces || ' of ' || s.amount || ' workspaces' || coalesce('; ' || u.reason, '')
        as reason,
    h.workspaces, h.percent, h.inode_ids
from held h
join members m using (member_id)
cross join spaces s
cross join unread u
where not m.is_admin and m.is_person
union all by name
select subject_kind, subject_id, subject_name, status, reason
from unseen_subjects
where about in ('members', 'content')
