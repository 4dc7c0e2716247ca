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
        count(*) filter (kind = 'Grant' and sole_accesses = 0) as spare,
        count(*) filter (certainty != 'known') as unsure,
        count(*) as weighed,
        count(*) filter (kind = 'Grant' and sole_accesses > 0) as needed,
        count(*) filter (kind = 'Team membership') as memberships,
        count(*) filter (kind = 'Team membership' and sole_accesses > 0) as needed_memberships,
        coalesce(max(sole_accesses) filter (kind = 'Grant'), 0) as heaviest,
        coalesce(max(sole_accesses) filter (kind = 'Team membership'), 0) as heaviest_membership,
    from the_table
),

whole as (
    select coalesce(sum(members), 0)::bigint as accesses
    from object_reach
    where granted_permission is not null
)

select f.label, f.value, f."of", f.note, f.filter
from counted c, whole w, lateral (
    values
        (1, 'grants on which something hangs alone', c.needed, c.grants, null,
            'kind=Grant&sole_accesses!=0'),
        (2, 'grants that could go without ending any access', c.spare, c.grants, null,
            'kind=Grant&sole_accesses=0'),
        (3, 'memberships on which something hangs alone', c.needed_memberships, c.memberships, null,
            'kind=Team membership&sole_accesses!=0'),
        (4, 'accesses on the heaviest grant alone', c.heaviest, w.accesses, 'members × objects',
            if(c.heaviest > 0, 'kind=Grant&sole_accesses=' || format('{:,}', c.heaviest), null)),
        (5, 'accesses on the heaviest membership alone', c.heaviest_membership, w.accesses, 'of one member',
            if(c.heaviest_membership > 0,
                'kind=Team membership&sole_accesses=' || format('{:,}', c.heaviest_membership), null)),
        (6, 'counts that could differ', c.unsure, c.weighed, 'something they rest on was not read',
            'certainty!=known')
) f(place, label, value, "of", note, filter)
order by f.place
