-- purpose:  The figures of offboarding, each with what it is a part of.
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
        count(*) as leavers,
        count(*) filter (still_has_access) as still,
        count(*) filter (verdict = 'missed') as missed,
        count(*) filter (verdict = 'met') as met,
        count(*) filter (verdict = 'cannot_tell') as cannot_tell,
        count(*) filter (not found) as not_found,
        coalesce(sum(owned), 0)::bigint as owned,
        coalesce(sum(direct_grants), 0)::bigint as direct_grants,
        coalesce(bool_or(counts_certainty = 'at_least'), false) as is_at_least,
    from the_table
),

whole as (
    select
        (select count(*) from inodes where owner_id is not null) as things,
        (select count(*) from grants) as grants,
)

select f.label, f.value, f."of", f.note, f.filter
from counted c, whole w, lateral (
    values
        (1, 'still have access', c.still, c.leavers, 'the last day is over', 'still_has_access=true'),
        (2, 'deadline missed', c.missed, c.leavers, null, 'verdict=missed'),
        (3, 'deadline met', c.met, c.leavers, null, 'verdict=met'),
        (4, 'cannot be told', c.cannot_tell, c.leavers,
            format('{:,}', c.not_found) || ' of them without an account', 'verdict=cannot_tell'),
        (5, 'things they still own', c.owned, w.things, if(c.is_at_least, 'at least', null), 'owned!=0&owned!='),
        (6, 'grants in their own names', c.direct_grants, w.grants, if(c.is_at_least, 'at least', null), 'direct_grants!=0&direct_grants!=')
) f(place, label, value, "of", note, filter)
order by f.place
