-- purpose:  The figures of connections, each with what it is a part of.
-- grain:    label
-- columns:
--   label   what is counted
--   value   the count
--   of      out of how many; null when there is no such number
--   note    what to know about it; null when nothing
--   filter  column=value that shows just these rows; null when none does
with

people as (
    select
        count(*) filter (is_person and is_usable) as people,
        count(*) filter (is_person and is_usable and user_kind != 'internal') as outsiders,
    from members
),

totals as (
    select
        count(*) as connections,
        count(*) filter (write_access) as writable,
    from connections
    where not is_archived
),

counted as (
    select
        count(*) as row_count,
        count(distinct t.member_id) filter (m.is_person and t.effective_permission is not null) as holders,
        count(distinct t.member_id) filter (m.is_person and t.effective_permission = 'admin') as admins,
        count(distinct t.member_id) filter (m.is_person and t.can_write_back) as writers,
        count(distinct t.member_id) filter (m.is_person and t.user_kind != 'internal'
            and t.effective_permission is not null) as outsiders,
        count(*) filter (t.certainty = 'at_least' or t.cap_certainty != 'known') as unsure,
    from the_table t
    join members m using (member_id)
)

select label, value, "of", note, filter,
from (
    select 1 as place, 'people reach data directly' as label, c.holders as value, p.people as "of",
        'active people' as note, 'status=active&can^=Can &note!^=Sigma' as filter,
    from counted c cross join people p
    union all
    select 2, 'can administer a connection', c.admins, p.people, null, 'can=Can admin&note!^=Sigma',
    from counted c cross join people p
    union all
    select 3, 'can write to a warehouse', c.writers, p.people,
        t.writable || ' of ' || t.connections || ' connections allow writing at all', 'q=write',
    from counted c cross join people p cross join totals t
    union all
    select 4, 'reach data from outside', c.outsiders, p.outsiders, 'guests and embed users',
        'user_kind!=internal&can^=Can ',
    from counted c cross join people p
    union all
    select 5, 'accesses that could be stronger', c.unsure, c.row_count,
        'something they rest on was not read', 'certainty=at_least',
    from counted c
)
order by place
