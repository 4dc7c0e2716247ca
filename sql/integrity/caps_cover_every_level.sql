-- purpose:  Every account type has a cap for every permission, and no cap raises one.
-- grain:    account_type_id, permission_class, granted
-- columns:
--   account_type_id   the account type; empty for one that could not be read
--   permission_class  how permissions read on some inode
--   granted           the permission without a proper cap
--   permission        what the cap leaves of it
with

due as (
    select a.account_type_id, t.permission_class, t.permission as granted, min(t.rank) as rank
    from (select account_type_id from account_types union select '') a
    cross join permission_translations t
    group by all
)

select d.account_type_id, d.permission_class, d.granted, c.permission
from due d
left join account_type_caps c using (account_type_id, permission_class, granted)
left join permission_levels l
    on l.permission = c.permission and l.plane = if(d.permission_class = 'data', 'data', 'content')
where c.granted is null or l.rank > d.rank
