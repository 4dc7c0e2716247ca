-- purpose:  The figures of access_by_object, each with what it is a part of.
-- grain:    label
-- columns:
--   label   what is counted
--   value   the count
--   of      out of how many; null when there is no such number
--   note    what to know about it; null when nothing
--   filter  column=value that shows just these rows; null when none does
with

rows_of_people as (
    select t.*, m.is_person,
    from the_table t
    join members m using (member_id)
),

totals as (
    select
        count(*) filter (is_person and status = 'active') as people,
        count(*) filter (is_person and status = 'active' and user_kind != 'internal') as outsiders,
    from members
),

objects as (
    select count(*) as all_objects,
    from inodes
    where plane = 'content'
),

counted as (
    select
        count(*) as row_count,
        count(distinct member_id) filter (is_person and effective_permission is not null) as people,
        count(distinct member_id)
            filter (is_person and effective_permission is not null and user_kind != 'internal') as outsiders,
        count(distinct inode_id) filter (effective_permission is not null) as objects,
        count(*) filter (effective_permission is null) as dormant,
        count(*) filter (certainty = 'at_least' or cap_certainty != 'known') as unsure,
    from rows_of_people
)

select label, value, "of", note, filter,
from (
    select 1 as place, 'people can open something' as label, c.people as value, t.people as "of",
        'active people' as note, 'status=active&can^=Can &note!^=Sigma' as filter,
    from counted c cross join totals t
    union all
    select 2, 'of them from outside', c.outsiders, t.outsiders, 'guests and embed users',
        'user_kind!=internal&can^=Can ',
    from counted c cross join totals t
    union all
    select 3, 'objects somebody can open', c.objects, o.all_objects, null, 'can^=Can ',
    from counted c cross join objects o
    union all
    select 4, 'accesses that sleep', c.dormant, c.row_count,
        'granted, but barred by status or account type', 'can!^=Can ',
    from counted c
    union all
    select 5, 'accesses that could be stronger', c.unsure, c.row_count,
        'something they rest on was not read', 'certainty=at_least',
    from counted c
)
order by place
