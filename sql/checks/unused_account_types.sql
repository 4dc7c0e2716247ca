-- title:    Every account type of one's own is in use
-- severity: low
-- purpose:  Whether each account type that the organisation made has an active member.
-- why:      It is nobody's business until it is given to somebody by mistake.
-- fix:      Delete the account type.
-- grain:    subject_id
-- columns:
--   subject_kind  account_type
--   subject_id    the account type
--   subject_name  its name
--   status        pass, fail or not_known
--   reason        how many have it
--   members       how many active members have it
with

in_use as (
    select lower(account_type) as name_key, count(*) as members
    from members
    where is_usable
    group by lower(account_type)
),

unread as (
    select min(reason) as reason from unseen_subjects
    where about in ('members')
)

select
    'account_type' as subject_kind, t.account_type_id as subject_id, t.name as subject_name,
    case when i.members > 0 then 'pass' when u.reason is not null then 'not_known' else 'fail' end
        as status,
    case
        when i.members > 0 then i.members || ' active members have ' || t.name
        when u.reason is not null then 'Nobody was seen to have ' || t.name || '; ' || u.reason
        else 'No active member has ' || t.name
    end as reason,
    coalesce(i.members, 0) as members
from account_types t
cross join unread u
left join in_use i on i.name_key = lower(t.name)
where t.is_custom
union all by name
select subject_kind, subject_id, subject_name, status, reason
from unseen_subjects
where about in ('account_types')
