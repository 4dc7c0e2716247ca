-- purpose:  What is left of a granted permission for members of an account type (D6).
-- grain:    account_type_id, permission_class, granted
-- columns:
--   account_type_id   the account type; empty for one that could not be read
--   permission_class  container, workbook, report, document, unknown or data
--   granted           the strongest permission granted on the inode; or writeback
--   permission        the strongest allowed that is not above it; null for none
--   certainty         known; not_read or not_understood when it rests on that, or on the inode's kind
with

capped as (
    select
        g.account_type_id, g.permission_class, g.permission as granted, g.is_read,
        arg_max(l.permission, l.rank) filter (l.is_allowed) as permission,
        arg_max(l.permission, l.rank) filter (l.is_allowed_surely) as permission_surely
    from cap_levels g
    join cap_levels l
        on l.account_type_id = g.account_type_id and l.permission_class = g.permission_class
        and l.rank <= g.rank
    group by all
    union all
    select
        account_type_id, permission_class, permission, is_read,
        if(is_allowed, permission, null), if(is_allowed_surely, permission, null)
    from cap_levels
    where rank is null
)

select
    account_type_id, permission_class, granted, permission,
    case
        -- Of what kind it is decides which permissions of the account type cap it (D10).
        when permission_class = 'unknown' and is_read then 'not_understood'
        when permission_class = 'unknown' then 'not_read'
        when permission is not distinct from permission_surely then 'known'
        when is_read then 'not_understood'
        else 'not_read'
    end as certainty
from capped
