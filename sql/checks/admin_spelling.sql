-- title:    Every Admin is spelled Admin
-- severity: low
-- purpose:  Whether each active Admin's account type is written as the account type itself is.
-- why:      A script that compares names letter by letter overlooks this Admin (D7).
-- fix:      Set the member's account type again, spelled as in the list of account types.
-- grain:    subject_id
-- columns:
--   subject_kind  member
--   subject_id    the Admin
--   subject_name  their name
--   status        pass, fail or not_known
--   reason        how it is written
--   account_type  as the member carries it
select
    'member' as subject_kind, m.member_id as subject_id, m.name as subject_name,
    case
        when t.name is null then 'not_known' when t.name = m.account_type then 'pass' else 'fail'
    end as status,
    m.name || ' is an Admin, with an account type written ' || m.account_type
        || if(t.name is null, ', which could not be compared with the list', '') as reason,
    m.account_type
from members m
left join account_types t using (account_type_id)
where m.is_admin and m.is_usable and m.is_person
union all by name
select subject_kind, subject_id, subject_name, status, reason
from unseen_subjects
where about in ('members')
