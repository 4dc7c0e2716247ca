-- title:    Every account type in use is a listed one
-- severity: medium
-- purpose:  Whether each active member's account type is one that the list shows and that could be read.
-- why:      What such a member may do cannot be told: nothing they were granted is capped.
-- fix:      Set the account type again; report the name to Sigma when it stays.
-- grain:    subject_id
-- columns:
--   subject_kind  member
--   subject_id    the member
--   subject_name  their name
--   status        pass, fail or not_known
--   reason        what the account type is
--   account_type  as the member carries it
with

unread as (
    select min(reason) as reason from unseen_subjects
    where about in ('account_types')
)

select
    'member' as subject_kind, m.member_id as subject_id, m.name as subject_name,
    case
        when m.account_type_id is not null then 'pass' when u.reason is not null then 'not_known'
        else 'fail'
    end as status,
    case
        when m.account_type_id is not null then m.name || ' has the account type ' || m.account_type
        when u.reason is not null
            then 'The account type of ' || m.name || ' could not be looked up; ' || u.reason
        else m.name || ' has an account type that no list shows: '
            || coalesce(m.account_type, 'none')
    end as reason,
    m.account_type
from members m
cross join unread u
where m.is_usable and m.is_person
union all by name
select subject_kind, subject_id, subject_name, status, reason
from unseen_subjects
where about in ('members')
