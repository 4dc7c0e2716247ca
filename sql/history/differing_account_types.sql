-- purpose:  Account types, and their permissions, that are not the same in both snapshots.
-- grain:    account_type_id, permission_key
-- columns:
--   account_type_id  the account type
--   permission_key   the permission; empty for the account type itself
--   before           the row of the earlier snapshot as JSON; null when it has none
--   after            the row of the later snapshot as JSON; null when it has none
with

before_rows as (
    select account_type_id, '' as permission_key, name as account_type_name, is_custom
    from before.main.account_types
    union all
    select account_type_id, permission, null, null
    from before.main.account_type_permissions
),

after_rows as (
    select account_type_id, '' as permission_key, name as account_type_name, is_custom
    from after.main.account_types
    union all
    select account_type_id, permission, null, null
    from after.main.account_type_permissions
)

select
    coalesce(b.account_type_id, a.account_type_id) as account_type_id,
    coalesce(b.permission_key, a.permission_key) as permission_key,
    if(b.account_type_id is null, null, to_json(b)) as before,
    if(a.account_type_id is null, null, to_json(a)) as after
from before_rows b
full join after_rows a
    on a.account_type_id = b.account_type_id and a.permission_key = b.permission_key
where b is distinct from a
