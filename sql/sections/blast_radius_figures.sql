-- purpose:  The figures of the blast radius, each with what it is a part of.
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
        count(*) filter (kind = 'Grant') as grants,
        count(*) filter (kind = 'Grant' and sole_accesses > 0) as needed,
        count(*) filter (kind = 'Team membership') as memberships,
        count(*) filter (kind = 'Team membership' and sole_accesses > 0) as needed_memberships,
        coalesce(max(sole_accesses) filter (kind = 'Grant'), 0) as heaviest,
        coalesce(max(sole_accesses) filter (kind = 'Team membership'), 0) as heaviest_membership,
    from the_table
)

select
    'grants on which something hangs alone' as label, needed as value, grants as "of",
    'grants' as note, 'kind=Grant' as filter,
from counted
union all
select
    'memberships on which something hangs alone', needed_memberships, memberships,
    'team memberships', 'kind=Team membership',
from counted
union all
select 'accesses on the heaviest grant alone', heaviest, null, 'members × objects', null,
from counted
union all
select 'accesses on the heaviest membership alone', heaviest_membership, null, 'objects', null,
from counted
