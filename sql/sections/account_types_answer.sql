-- purpose:  The answer to account_types in one sentence.
-- grain:    sentence
-- columns:
--   sentence  the answer
with

counted as (
    select
        count(*) as account_types,
        count(*) filter (people > 0) as in_use,
        coalesce(sum(people) filter (workbooks = 'Can edit'), 0)::bigint as editors,
        coalesce(sum(people), 0)::bigint as people,
    from the_table
)

select
    'As of ' || strftime(i.taken_at, '%-d %B %Y, %H:%M UTC') || ', '
    || if(i.status = 'complete', '', 'at least ') || format('{:,}', c.editors) || ' of '
    || format('{:,}', c.people) || ' active people hold an account type that may edit workbooks; '
    || format('{:,}', c.in_use) || ' of ' || format('{:,}', c.account_types)
    || ' account types are in use.' as sentence,
from snapshot_info i
cross join counted c
