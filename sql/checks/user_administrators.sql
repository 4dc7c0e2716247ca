-- title:    Nobody but Admins administers users
-- severity: medium
-- purpose:  Whether each active non-Admin's account type holds Manage users.
-- why:      Who manages users hands out account types and so decides who may do what (R28).
-- fix:      Take Manage users off the account type, or review its members as user administrators.
-- grain:    subject_id
-- columns:
--   subject_kind  member
--   subject_id    the member
--   subject_name  their name
--   status        pass, fail or not_known
--   reason        what their account type holds
--   account_type  their account type
with

holders as (
    select account_type_id from account_type_holdings where account_permission = 'Manage users'
),

read as (
    select r.parent_id as account_type_id
    from chosen_readings r
    where r.endpoint = 'account_type_permissions' and r.is_complete
)

select
    'member' as subject_kind, m.member_id as subject_id, m.name as subject_name,
    case
        when m.account_type_id in (select account_type_id from holders) then 'fail'
        when m.account_type_id is null
            or m.account_type_id not in (select account_type_id from read) then 'not_known'
        else 'pass'
    end as status,
    case
        when m.account_type_id in (select account_type_id from holders)
            then m.name || ' is no Admin, and the account type ' || m.account_type
                || ' holds Manage users'
        when m.account_type_id is null
            or m.account_type_id not in (select account_type_id from read)
            then 'What the account type of ' || m.name || ' holds is not known'
        else 'The account type ' || m.account_type || ' of ' || m.name
            || ' does not hold Manage users'
    end as reason,
    m.account_type
from members m
where m.is_usable and m.is_person and not m.is_admin
union all by name
select subject_kind, subject_id, subject_name, status, reason
from unseen_subjects
where about in ('members')
