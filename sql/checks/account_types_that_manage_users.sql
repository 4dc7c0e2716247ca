-- title:    No account type but Admin manages users
-- severity: medium
-- purpose:  Whether each account type that the organisation made holds Manage users (R28).
-- why:      Everyone who is given the account type hands out account types to others.
-- fix:      Take the permission off the account type.
-- grain:    subject_id
-- columns:
--   subject_kind  account_type
--   subject_id    the account type
--   subject_name  its name
--   status        pass, fail or not_known
--   reason        what it holds
--   members       how many active members have it
with

holders as (
    select account_type_id from account_type_holdings where account_permission = 'Manage users'
),

read as (
    select parent_id as account_type_id
    from chosen_readings
    where endpoint = 'account_type_permissions' and is_complete
),

in_use as (
    select account_type_id, count(*) as members from members where is_usable group by account_type_id
)

select
    'account_type' as subject_kind, t.account_type_id as subject_id, t.name as subject_name,
    case
        when h.account_type_id is not null then 'fail' when r.account_type_id is null then 'not_known'
        else 'pass'
    end as status,
    case
        when h.account_type_id is not null then t.name || ' holds Manage users'
        when r.account_type_id is null then 'What ' || t.name || ' holds could not be read'
        else t.name || ' does not hold Manage users'
    end as reason,
    coalesce(u.members, 0) as members
from account_types t
left join holders h using (account_type_id)
left join read r using (account_type_id)
left join in_use u using (account_type_id)
where lower(t.name) <> 'admin'
union all by name
select subject_kind, subject_id, subject_name, status, reason
from unseen_subjects
where about in ('account_types')
