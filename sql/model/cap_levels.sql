-- purpose:  Which permissions each account type lets its members use, level by level (D6, D11).
-- grain:    account_type_id, permission_class, permission
-- columns:
--   account_type_id   the account type; empty for one that could not be read
--   permission_class  container, workbook, report, document, unknown or data
--   permission        the permission as it stands on the inode
--   rank              its place in the order; null for writeback
--   is_read           what the account type may do could be read
--   is_allowed        usable; what is not read or not understood caps nothing
--   is_allowed_surely usable by what is known to be held alone
with

account_types_read as (
    select a.account_type_id, coalesce(r.is_complete, false) as is_read
    from account_types a
    left join chosen_readings r
        on r.endpoint = 'account_type_permissions' and r.parent_id = a.account_type_id
    union all
    select '', false
),

levels as (
    select distinct permission_class, permission, rank from permission_translations
    union all
    select 'data', 'writeback', null
),

-- Held by no account type in so many words: the organisation may spell it in a way unknown here.
recognised as (
    select distinct account_permission from account_type_holdings where is_explicit
),

alternatives as (
    select
        t.account_type_id, n.permission_class, n.permission, n.need,
        not t.is_read or h.account_permission is not null or r.account_permission is null
            as is_met,
        t.is_read and h.account_permission is not null as is_met_surely
    from cap_needs n
    cross join account_types_read t
    left join account_type_holdings h
        on h.account_type_id = t.account_type_id and h.account_permission = n.account_permission
    left join recognised r on r.account_permission = n.account_permission
),

needs as (
    select
        account_type_id, permission_class, permission, need,
        bool_or(is_met) as is_met, bool_or(is_met_surely) as is_met_surely
    from alternatives
    group by all
)

select
    t.account_type_id, l.permission_class, l.permission, l.rank, t.is_read,
    coalesce(bool_and(n.is_met), true) as is_allowed,
    coalesce(bool_and(n.is_met_surely), true) as is_allowed_surely
from account_types_read t
cross join levels l
left join needs n using (account_type_id, permission_class, permission)
group by all
