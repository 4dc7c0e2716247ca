-- purpose:  The figures of changes, each with what it is a part of.
-- grain:    label
-- columns:
--   label   what is counted
--   value   the count
--   of      out of how many; null when there is no such number
--   note    what to know about it; null when nothing
--   filter  column=value that shows just these rows; null when none does
with

people as (
    select count(*) as people
    from (
        select member_id from before.main.members
        union
        select member_id from after.main.members
    )
),

kinds(place, change, label) as (
    values
        (1, 'gained', 'gained access'), (2, 'raised', 'may do more than before'),
        (3, 'lowered', 'may do less than before'), (4, 'lost', 'lost access'),
        (5, 'not_known', 'not known')
),

counted as (
    select change, count(distinct member_no) as members, sum(row_count) as pairs
    from member_moves
    group by change
),

figures as (
    select 0 as place, 'changes made' as label, count(*) as value, (select count(*) from the_table) as "of",
        'to people, teams, grants and objects; the other rows follow or are not known' as note,
        'entity!=effective_access&change!=not_known' as filter
    from base_changes
    where change <> 'not_known'
    union all
    select
        k.place, 'members ' || k.label, coalesce(c.members, 0), p.people,
        format('{:,} pair{} of member and object', c.pairs, if(c.pairs = 1, '', 's')), 'change=' || k.change
    from kinds k
    cross join people p
    left join counted c using (change)
)

select label, value, "of", note, filter
from figures
order by place
