-- title:    Every grant names somebody who is listed
-- severity: medium
-- purpose:  Whether the grants on each inode name members and teams that the lists show (D8).
-- why:      A principal that no list shows may be an account that no review reaches.
-- fix:      Find out who it is in Sigma's sharing dialog; delete the grant.
-- grain:    subject_id
-- columns:
--   subject_kind  inode
--   subject_id    where the grants lie
--   subject_name  where it is
--   status        pass, fail or not_known
--   reason        who is not known
--   grants        how many such grants
--   grant_ids     which
with

per_inode as (
    select
        inode_id, count(*) as all_grants,
        count(*) filter (principal_kind = 'unknown') as grants,
        list(grant_id order by grant_id) filter (principal_kind = 'unknown') as grant_ids,
        string_agg(distinct principal_id, ', ' order by principal_id)
            filter (principal_kind = 'unknown') as principals
    from grants
    where inode_id is not null
    group by inode_id
),

unread as (
    select min(reason) as reason from unseen_subjects
    where about in ('members', 'teams')
)

select
    'inode' as subject_kind, p.inode_id as subject_id,
    coalesce(i.path_text, p.inode_id) as subject_name,
    case when p.grants = 0 then 'pass' when u.reason is not null then 'not_known' else 'fail' end
        as status,
    case
        when p.grants = 0 then 'All ' || p.all_grants || ' grants here name somebody who is listed'
        when u.reason is not null then 'Who ' || p.principals || ' is cannot be told; ' || u.reason
        else p.grants || ' grants here name nobody who is listed: ' || p.principals
    end as reason,
    p.grants, p.grant_ids
from per_inode p
cross join unread u
left join inodes i using (inode_id)
