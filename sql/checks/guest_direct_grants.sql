-- title:    Guests are granted things through teams alone
-- severity: medium
-- purpose:  What each active guest was granted in person.
-- why:      A grant to one outsider is seen by nobody who looks at teams, and outlives the project.
-- fix:      Delete the direct grants; give the guest's team what is still needed.
-- grain:    subject_id
-- columns:
--   subject_kind  member
--   subject_id    the guest
--   subject_name  their name
--   status        pass, fail or not_known
--   reason        how many, and one of them
--   grants        how many direct grants
--   grant_ids     which
with

guests as (
    select member_id, name from members where is_usable and user_kind = 'guest'
),

direct as (
    select
        g.principal_id as member_id, count(*) as grants, list(g.grant_id order by g.grant_id) as grant_ids,
        min(coalesce(i.path_text, g.inode_id)) as example
    from grants g
    left join inodes i using (inode_id)
    where g.principal_kind = 'member'
    group by g.principal_id
),

unread as (
    select min(reason) as reason
    from unseen_subjects
    where about in ('content_grants', 'data_grants')
)

select
    'member' as subject_kind, g.member_id as subject_id, g.name as subject_name,
    case
        when d.grants > 0 then 'fail'
        when u.reason is not null or g.member_id in (select member_id from member_gaps)
            then 'not_known'
        else 'pass'
    end as status,
    case
        when d.grants > 0
            then g.name || ', a guest, holds ' || d.grants
                || if(d.grants = 1, ' direct grant, on ', ' direct grants, one on ') || d.example
        when u.reason is not null then 'No direct grant to ' || g.name || ' was seen; ' || u.reason
        when g.member_id in (select member_id from member_gaps)
            then 'Not everything that ' || g.name || ' was granted could be read'
        else g.name || ' holds no direct grant'
    end as reason,
    coalesce(d.grants, 0) as grants, d.grant_ids
from guests g
cross join unread u
left join direct d using (member_id)
union all by name
select subject_kind, subject_id, subject_name, status, reason
from unseen_subjects
where about in ('members')
