-- purpose:  The figures of one object, each with what it is a part of.
-- grain:    label
-- columns:
--   label   what is counted
--   value   the count
--   of      out of how many; null when there is no such number
--   note    what to know about it; null when nothing
--   filter  column=value that shows just these rows; null when none does
-- params:
--   inode_id varchar — the object
with

crowd as (
    select
        count(*) filter (is_person and is_usable) as people,
        count(*) filter (is_person and is_usable and user_kind != 'internal') as outsiders,
    from members
),

counted as (
    select
        count(*) as rows_told,
        count(*) filter (m.is_person and is_open) as openers,
        count(*) filter (m.is_person and t.effective_permission in ('edit', 'admin')) as changers,
        count(*) filter (m.is_person and is_open and m.user_kind != 'internal') as outsiders,
        count(*) filter (not is_open) as asleep,
        count(*) filter (t.certainty = 'at_least') as unsure,
    from (select *, effective_permission is not null or can_write_back as is_open from the_table) t
    join members m using (member_id)
),

words as (
    select any_value(if(i.is_container, l.container_label, coalesce(l.document_label, l.container_label)))
        as label,
    from inodes i
    join permission_levels l on l.plane = i.plane and l.permission in ('edit', 'admin')
    where i.inode_id = $inode_id
),

ways as (
    select
        count(distinct reason_id) as ways,
        count(distinct reason_id) filter (distance = 0) as here,
    from access_paths
    where inode_id = $inode_id
)

select label, value, "of", note, filter,
from (
    select 1 as place, 'people can open it' as label, c.openers as value, p.people as "of",
        'active people' as note, 'status=active&can^=Can &note!^=Sigma' as filter,
    from counted c cross join crowd p
    union all
    select 2, 'can change it', c.changers, c.openers, null, 'can=' || w.label || '&note!^=Sigma',
    from counted c cross join words w
    union all
    select 3, 'of them from outside', c.outsiders, p.outsiders, 'guests and embed users',
        'user_kind!=internal&can^=Can ',
    from counted c cross join crowd p
    union all
    select 4, 'reasons are given here', w.here, w.ways, 'the others are inherited',
        '#paths?standing=given here',
    from ways w
    union all
    select 5, 'accesses sleep', c.asleep, c.rows_told, 'barred by status or account type', 'can!^=Can ',
    from counted c
    union all
    select 6, 'accesses could be stronger', c.unsure, c.rows_told,
        'something they rest on was not read', 'certainty=at_least',
    from counted c
)
order by place
