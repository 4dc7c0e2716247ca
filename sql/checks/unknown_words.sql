-- title:    Every permission granted is a word that is understood
-- severity: low
-- purpose:  Whether each permission that occurs in grants is in the order that this tool knows (D8).
-- why:      A word that is not understood counts for nothing here and may be worth a lot in Sigma.
-- fix:      Look the grant up in Sigma, and tell the makers of this tool what it means.
-- grain:    subject_id
-- columns:
--   subject_kind  permission
--   subject_id    the plane and the word
--   subject_name  the word
--   status        pass, fail or not_known
--   reason        how often it occurs
--   grants        how often
--   grant_ids     which, the first twenty
with

used as (
    select
        i.plane, i.permission_class, g.permission, g.grant_id, coalesce(i.path_text, g.inode_id) as place
    from grants g
    join inodes i using (inode_id)
),

judged as (
    select
        u.*,
        t.granted is not null or exists (
            select 1 from permission_levels l where l.plane = u.plane and l.permission = u.permission
        ) as is_understood,
        u.permission is null as is_untold
    from used u
    left join permission_translations t
        on t.permission_class = u.permission_class and t.granted = u.permission
)

select
    'permission' as subject_kind, plane || '/' || coalesce(permission, '') as subject_id,
    coalesce(permission, 'no word at all') || ' on ' || plane as subject_name,
    case
        when bool_or(is_untold) then 'not_known' when bool_and(is_understood) then 'pass' else 'fail'
    end as status,
    coalesce(permission, 'No word at all') || ' occurs in ' || count(*) || if(count(*) = 1, ' grant on ', ' grants on ') || plane
        || case
            when bool_and(is_understood) then ' and is understood'
            else ' and is not understood, for one on ' || min(place)
        end as reason,
    count(*) as grants, list(grant_id order by grant_id)[1:20] as grant_ids
from judged
group by plane, permission
union all by name
select subject_kind, subject_id, subject_name, status, reason
from unseen_subjects
where about in ('content_grants', 'data_grants')
