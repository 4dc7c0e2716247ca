-- purpose:  What each side's account types leave of what is granted, by place in the order.
-- grain:    side, account_type_id, permission_class, rank
-- columns:
--   side              before or after
--   account_type_id   the account type; empty for one that could not be read
--   permission_class  kind of inode
--   rank              place of what is granted; 0 stands for writeback
--   permission        what is left of it; null for nothing
--   certainty         known, not_read or not_understood
with

caps as (
    select 'before' as side, * from before.main.account_type_caps
    union all
    select 'after', * from after.main.account_type_caps
)

select
    c.side, c.account_type_id, c.permission_class, coalesce(l.rank, 0)::tinyint as rank,
    c.permission, c.certainty
from caps c
join after.main.permission_levels l
    on l.permission = c.granted and l.plane = if(c.permission_class = 'data', 'data', 'content')
