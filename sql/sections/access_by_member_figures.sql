-- purpose:  The figures of access_by_member, each with what it is a part of.
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
        count(*) filter (is_person) as accounts,
        count(*) filter (is_person and is_usable) as people,
        count(*) filter (is_person and is_usable and user_kind != 'internal') as outsiders,
        count(*) filter (is_person and is_admin) as admins,
        count(*) filter (is_person and is_admin and is_usable) as active_admins,
        count(*) filter (is_person and not is_usable) as gone,
    from members
),

counted as (
    select
        count(*) as row_count,
        count(distinct t.member_id)
            filter (m.is_person and t.effective_permission is not null) as holders,
        count(distinct t.member_id) filter (m.is_person and t.user_kind != 'internal'
            and t.effective_permission is not null) as outsiders,
        count(distinct t.member_id) filter (m.is_person and t.status != 'active') as sleepers,
        count(*) filter (t.effective_permission is null and not t.can_write_back) as dormant,
        count(*) filter (t.certainty = 'at_least' or t.cap_certainty != 'known') as unsure,
    from the_table t
    join members m using (member_id)
)

select label, value, "of", note, filter,
from (
    select 1 as place, 'people can open something' as label, c.holders as value, p.people as "of",
        'active people' as note, 'status=active&can^=Can &note!^=Sigma' as filter,
    from counted c cross join people p
    union all
    select 2, 'of them from outside', c.outsiders, p.outsiders, 'guests and embed users',
        'user_kind!=internal&can^=Can ',
    from counted c cross join people p
    union all
    select 3, 'accounts that cannot sign in hold grants', c.sleepers, p.gone,
        'inactive and archived', 'status!=active',
    from counted c cross join people p
    union all
    select 4, 'accesses that sleep', c.dormant, c.row_count,
        'barred by status or account type', 'can!^=Can ',
    from counted c
    union all
    select 5, 'accesses that could be stronger', c.unsure, c.row_count,
        'something they rest on was not read', 'certainty=at_least',
    from counted c
)
order by place
