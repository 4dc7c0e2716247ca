-- title:    No account type of one's own exceeds every default one but Admin
-- severity: medium
-- purpose:  Whether each account type the organisation made holds what no default one but Admin holds.
-- why:      It is a small Admin that is not called one.
-- fix:      Take the permissions off, or review its members as privileged.
-- grain:    subject_id
-- columns:
--   subject_kind  account_type
--   subject_id    the account type
--   subject_name  its name
--   status        pass, fail or not_known
--   reason        what it holds beyond
--   members       how many active members have it
with

read as (
    select parent_id as account_type_id
    from chosen_readings
    where endpoint = 'account_type_permissions' and is_complete
),

ordinary as (
    select distinct h.account_permission
    from account_type_holdings h
    join account_types t using (account_type_id)
    where not t.is_custom and lower(t.name) <> 'admin'
),

beyond as (
    select
        h.account_type_id, string_agg(h.account_permission, ', ' order by h.account_permission) as words
    from account_type_holdings h
    anti join ordinary using (account_permission)
    group by h.account_type_id
),

unread_defaults as (
    select count(*) as amount
    from account_types t
    anti join read using (account_type_id)
    where not t.is_custom
),

in_use as (
    select account_type_id, count(*) as members from members where is_usable group by account_type_id
)

select
    'account_type' as subject_kind, t.account_type_id as subject_id, t.name as subject_name,
    case
        when r.account_type_id is null or (b.words is not null and d.amount > 0) then 'not_known'
        when b.words is not null then 'fail'
        else 'pass'
    end as status,
    case
        when r.account_type_id is null then 'What ' || t.name || ' holds could not be read'
        when b.words is null then t.name || ' holds nothing beyond the default account types'
        when d.amount > 0
            then t.name || ' holds ' || b.words || '; not every default account type could be read'
        else t.name || ' holds what no default account type but Admin does: ' || b.words
    end as reason,
    coalesce(u.members, 0) as members
from account_types t
cross join unread_defaults d
left join read r using (account_type_id)
left join beyond b using (account_type_id)
left join in_use u using (account_type_id)
where t.is_custom
union all by name
select subject_kind, subject_id, subject_name, status, reason
from unseen_subjects
where about in ('account_types')
