-- purpose:  The figures of ownership, each with what it is a part of.
-- grain:    label
-- columns:
--   label   what is counted
--   value   the count
--   of      out of how many; null when there is no such number
--   note    what to know about it; null when nothing
--   filter  column=value that shows just these rows; null when none does
with

counted as (
    select
        count(*) as documents,
        count(*) filter (state = 'archived') as archived,
        count(*) filter (state = 'inactive') as inactive,
        count(*) filter (state = 'nobody known') as ownerless,
        count(*) filter (editors = 0 and state = 'active') as alone,
        count(*) filter (editors = 0 and state != 'active') as stuck,
    from the_table
)

select label, value, "of", note, filter,
from (
    select 1 as place, 'belong to archived accounts' as label, archived as value, documents as "of",
        'documents' as note, 'state=archived' as filter,
    from counted
    union all
    select 2, 'belong to inactive accounts', inactive, documents, 'documents', 'state=inactive',
    from counted
    union all
    select 3, 'have no known owner', ownerless, documents, 'none named, or one not listed',
        'state=nobody known',
    from counted
    union all
    select 4, 'nobody at all can change', stuck, documents, 'but an Admin',
        'editors=0&state!=active',
    from counted
    union all
    select 5, 'only their owner can change', alone, documents, 'handed over badly if they leave',
        'editors=0&state=active',
    from counted
)
order by place
