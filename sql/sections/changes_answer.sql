-- purpose:  The answer to changes in one sentence.
-- grain:    sentence
-- columns:
--   sentence  the answer
with

counted as (
    select
        count(distinct member_no) filter (change in ('gained', 'raised')) as up,
        count(distinct member_no) filter (change in ('lost', 'lowered')) as down,
        coalesce(sum(row_count) filter (change = 'not_known'), 0) as unsure_rows
    from member_moves
),

done as (
    select
        count(*) filter (change <> 'not_known') as known,
        count(*) filter (change = 'not_known') as unsure
    from base_changes
)

select
    'Between ' || strftime(b.taken_at, '%-d %B %Y, %H:%M') || ' and '
    || strftime(a.taken_at, '%-d %B %Y, %H:%M UTC') || ', '
    || case
        when d.known = 0 and c.up = 0 and c.down = 0 then 'nothing is known to have changed'
        else
            if(d.known = 1, 'one change was made: ', format('{:,} changes were made: ', d.known))
            || if(c.up = 1, '1 member', format('{:,} members', c.up)) || ' gained access or more of it, '
            || if(c.down = 1, '1 member', format('{:,} members', c.down)) || ' lost access or some of it'
    end
    || if(
        c.unsure_rows + d.unsure = 0, '.',
        format('; {:,} differences are not known to be changes.', c.unsure_rows + d.unsure)
    ) as sentence
from before.main.snapshot_info b, after.main.snapshot_info a, counted c, done d
