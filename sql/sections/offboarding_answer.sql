-- purpose:  The answer to offboarding in one sentence.
-- grain:    sentence
-- columns:
--   sentence  the answer
with

counted as (
    select
        count(distinct account_key) as leavers,
        count(*) filter (verdict = 'met') as met,
        count(*) filter (verdict = 'missed') as missed,
        count(*) filter (verdict = 'cannot_tell') as cannot_tell,
        count(*) filter (still_has_access) as still,
    from the_table
)

select
    'As of ' || strftime(i.taken_at, '%-d %B %Y, %H:%M UTC') || ', '
    || format('{:,}', c.still) || ' of ' || format('{:,}', c.leavers) || ' leavers still '
    || if(c.still = 1, 'has', 'have') || ' access; the deadline was met for ' || format('{:,}', c.met)
    || ', missed for ' || format('{:,}', c.missed) || ', and cannot be told for '
    || format('{:,}', c.cannot_tell) || '.' as sentence,
from snapshot_info i
cross join counted c
