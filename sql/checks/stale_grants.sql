-- title:    Old grants were made by somebody who is still here
-- severity: low
-- purpose:  Whether each grant made by somebody who has left is recent.
-- why:      Nobody who is here remembers why it was given.
-- fix:      Have the owner of the place confirm the grant, and make it again or delete it.
-- grain:    subject_id
-- columns:
--   subject_kind  grant
--   subject_id    the grant
--   subject_name  on what
--   status        pass, fail or not_known
--   reason        who made it, when
--   made_by       who made it
--   made_at       when, UTC
--   inode_id      on what
-- params:
--   days integer = 365 — grants older than this are old
with

made as (
    select
        g.grant_id, coalesce(i.path_text, g.inode_id) as place, g.inode_id, g.created_by, g.created_at,
        coalesce(m.name, g.created_by, 'nobody known') as maker, m.status as maker_status,
        g.created_at < s.taken_at - to_days($days::integer) as is_old
    from grants g
    cross join snapshot_info s
    left join inodes i using (inode_id)
    left join members m on m.member_id = g.created_by
    where m.member_id is null or not m.is_usable
)

select
    'grant' as subject_kind, grant_id as subject_id, place as subject_name,
    case
        when maker_status is null or created_at is null then 'not_known'
        when is_old then 'fail'
        else 'pass'
    end as status,
    case
        when maker_status is null or created_at is null
            then 'Who made the grant on ' || place || ', and when, is not told in full: ' || maker
        else 'The grant on ' || place || ' was made on ' || strftime(created_at, '%Y-%m-%d') || ' by '
            || maker || ', who is ' || maker_status
    end as reason,
    created_by as made_by, created_at as made_at, inode_id
from made
union all by name
select subject_kind, subject_id, subject_name, status, reason
from unseen_subjects
where about in ('content_grants', 'data_grants')
