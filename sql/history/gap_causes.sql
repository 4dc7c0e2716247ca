-- purpose:  Why it is not known whether access changed, in words: what the side that shows less did not
--           read of the members, and of the inodes.
-- grain:    column, side, person_no, thing_no
-- columns:
--   column      as in gap_lanes
--   side        as in gap_lanes
--   person_no   as in gap_lanes
--   thing_no    as in gap_lanes
--   why_not     what it did not read
--   cause       the same with the snapshot that did not
--   pair_count  how many pairs have this cause, of this column
--   so_far      pairs of all causes that no more pairs have
with

counted as (
    select
        "column", side, person_no, thing_no, sum(row_count)::bigint as row_count
    from gap_groups
    group by all
),

combined as (
    select
        c.*, list_sort(list_distinct(coalesce(p.reasons, []) || coalesce(t.reasons, []))) as reasons
    from counted c
    left join reason_sets p on p.set_no = c.person_no
    left join reason_sets t on t.set_no = c.thing_no
),

-- By their numbers they are in the order of their words.
texts as (
    select list(reason order by reason_no) as texts
    from (select distinct reason, reason_no from side_gaps)
),

told as (
    select
        c.* exclude (reasons),
        if(
            c.reasons = [], 'what the account type allows could not be read',
            array_to_string(list_transform(c.reasons[1:3], lambda n: t.texts[n]), '; ')
            || if(len(c.reasons) > 3, ' and ' || (len(c.reasons) - 3) || ' more', '')
        ) as why_not
    from combined c
    cross join texts t
),

caused as materialized (
    select *, 'the ' || if(side = 'before', 'earlier', 'later') || ' snapshot: ' || why_not as cause
    from told
),

sums as (
    select
        "column", cause, sum(row_count)::bigint as pair_count,
        sum(sum(row_count)) over (order by sum(row_count))::bigint as so_far
    from caused
    group by "column", cause
)

select c."column", c.side, c.person_no, c.thing_no, c.why_not, c.cause, s.pair_count, s.so_far
from caused c
join sums s using ("column", cause)
