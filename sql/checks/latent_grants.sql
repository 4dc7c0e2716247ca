-- title:    Nobody is granted more than the account type lets them use
-- severity: medium
-- purpose:  Whether each active member is granted something that only the account type holds back (D6).
-- why:      Raising the account type wakes every such grant at once, and nobody will look at them then.
-- fix:      Lower the grants to what is used, before raising an account type.
-- grain:    subject_id
-- columns:
--   subject_kind  member
--   subject_id    the member
--   subject_name  their name
--   status        pass, fail or not_known
--   reason        what sleeps
--   grants        how many grants are above the cap
--   grant_ids     which, the first twenty
with

held as (
    select
        m.member_id, m.name, m.account_type, coalesce(m.account_type_id, '') as account_type_id,
        g.grant_id, g.inode_id, g.permission
    from grants g
    join principal_members p
        on p.principal_kind = g.principal_kind and p.principal_id = g.principal_id
    join members m using (member_id)
    where m.is_usable and m.is_person and not m.is_admin and g.principal_kind in ('member', 'team')
),

asleep as (
    select
        h.member_id, bool_or(s.is_asleep) as is_sure,
        count(distinct h.grant_id) as grants,
        list(distinct h.grant_id order by h.grant_id)[1:20] as grant_ids,
        min(coalesce(i.path_text, h.inode_id)) as example
    from held h
    join sleeping_grants s using (grant_id, account_type_id)
    left join inodes i using (inode_id)
    group by h.member_id
),

-- Whatever was not read may hold a grant above the cap; what everyone was given is not looked at.
unread as (
    select member_id from not_known where principal_kind is distinct from 'organization'
)

select
    'member' as subject_kind, h.member_id as subject_id, h.name as subject_name,
    case
        when s.member_id is null and h.is_unread then 'not_known'
        when s.member_id is null then 'pass' when s.is_sure then 'fail' else 'not_known'
    end as status,
    case
        when s.member_id is null and h.is_unread
            then 'Not everything that ' || h.name || ' was granted could be read'
        when s.member_id is null
            then h.name || ' can use all they are granted under ' || h.account_type
        when not s.is_sure
            then 'What the account type of ' || h.name || ' leaves of ' || if(s.grants = 1, 'a grant', s.grants || ' grants') || ' is not known'
        else h.name || ' is granted more than ' || h.account_type || ' allows by ' || s.grants
            || if(s.grants = 1, ' grant, on ', ' grants, one on ') || s.example
    end as reason,
    coalesce(s.grants, 0) as grants, s.grant_ids
from (
    select distinct member_id, name, account_type,
        exists (from unread u where u.member_id is null or u.member_id = held.member_id) as is_unread
    from held
) h
left join asleep s using (member_id)
union all by name
select subject_kind, subject_id, subject_name, status, reason
from unseen_subjects
where about in ('content_grants', 'data_grants', 'team_members')
