-- title:    Nothing is granted to people who have left
-- severity: high
-- purpose:  What each archived or inactive member is still granted directly.
-- why:      The grant waits: whoever reactivates the account has it all back at once (R14).
-- fix:      Delete the grants; do it before deactivating the next leaver.
-- grain:    subject_id
-- columns:
--   subject_kind  member
--   subject_id    the leaver
--   subject_name  their name
--   status        pass, fail or not_known
--   reason        how many grants wait
--   grants        how many direct grants
--   grant_ids     which
with

leavers as (
    select member_id, name, status from members where not is_usable and is_person
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
    select min(reason) as reason from unseen_subjects
    where about in ('content_grants', 'data_grants')
)

select
    'member' as subject_kind, v.member_id as subject_id, v.name as subject_name,
    case
        when d.grants > 0 then 'fail'
        when u.reason is not null or v.member_id in (select member_id from member_gaps)
            then 'not_known'
        else 'pass'
    end as status,
    case
        when d.grants > 0
            then v.name || ', ' || v.status || ', still holds ' || d.grants
                || if(d.grants = 1, ' grant, on ', ' grants, one on ')
                || d.example
        when u.reason is not null then 'No grant to ' || v.name || ' was seen; ' || u.reason
        when v.member_id in (select member_id from member_gaps)
            then 'Not everything that ' || v.name || ' was granted could be read'
        else v.name || ', ' || v.status || ', holds no direct grant'
    end as reason,
    coalesce(d.grants, 0) as grants, d.grant_ids
from leavers v
cross join unread u
left join direct d using (member_id)
union all by name
select subject_kind, subject_id, subject_name, status, reason
from unseen_subjects
where about in ('members')
