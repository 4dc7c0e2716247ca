-- purpose:  What each account type holds under a known spelling, and what comes with that (D6).
-- grain:    account_type_id, account_permission
-- columns:
--   account_type_id     the account type
--   account_permission  the documented name
--   is_explicit         the API says so itself; otherwise another permission implies it
with

words as (
    select account_type_id, unnest([permission, description]) as word
    from account_type_permissions
),

explicit as (
    select distinct w.account_type_id, n.account_permission
    from words w
    join permission_names n
        on n.spelling = regexp_replace(
            lower(regexp_replace(w.word, '\(.*\)', '')), '[^a-z0-9]', '', 'g'
        )
),

held as (
    select account_type_id, account_permission, true as is_explicit
    from explicit
    union all
    select e.account_type_id, i.implied, false
    from explicit e
    join permission_implications i using (account_permission)
)

select account_type_id, account_permission, bool_or(is_explicit) as is_explicit
from held
group by account_type_id, account_permission
