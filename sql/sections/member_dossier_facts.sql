-- purpose:  Who one member is.
-- grain:    fact
-- columns:
--   fact   what is told
--   value  what is so
-- params:
--   member_id varchar — the member
with

told as (
    select
        unnest([
            'Name', 'E-mail', 'Account type', 'Kind', 'Status', 'Admin', 'Account made',
            'Account changed last', 'Last sign-in', 'Id'
        ]) as fact,
        unnest([
            name, email, coalesce(account_type, 'not known'), coalesce(user_kind, 'not told'), status,
            if(is_admin, 'yes: can take any access, whatever is granted', 'no'),
            strftime(created_at, '%-d %B %Y'), strftime(updated_at, '%-d %B %Y'),
            'Sigma does not tell', member_id
        ]) as value,
        unnest([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) as place,
    from members
    where member_id = $member_id
)

select fact, value,
from told
where value is not null
order by place, fact
