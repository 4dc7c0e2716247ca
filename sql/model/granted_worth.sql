-- purpose:  What is left of the strongest granted permission: on the inode (D2), and to use (D5, D6).
-- grain:    permission_class, rank, account_type_id, is_usable
-- as:       view
-- columns:
--   permission_class      container, workbook, report, document, unknown or data
--   rank                  place in the plane's order of the permission as granted
--   account_type_id       the account type; empty for one that could not be read
--   is_usable             whether the account can be used
--   granted_permission    what it is worth on the inode
--   effective_permission  what the account type and the status leave of it, or `nothing`
select
    t.permission_class, l.rank, c.account_type_id, u.is_usable,
    t.permission as granted_permission,
    case when u.is_usable then coalesce(c.permission, 'nothing') else 'nothing' end
        as effective_permission
from permission_translations t
join permission_levels l
    on l.permission = t.granted
    and l.plane = case t.permission_class when 'data' then 'data' else 'content' end
join account_type_caps c
    on c.permission_class = t.permission_class and c.granted = t.permission
cross join (select unnest([true, false]) as is_usable) u
