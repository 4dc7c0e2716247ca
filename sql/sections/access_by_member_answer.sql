-- purpose:  The answer to access_by_member in one sentence.
-- grain:    sentence
-- columns:
--   sentence  the answer
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

held as (
    select
        count(distinct member_id) filter (m.is_person and t.effective_permission is not null) as holders,
        any_value(t.person) as person,
        count(*) filter (t.effective_permission is not null) as things,
        count(distinct member_id) as members,
    from the_table t
    join members m using (member_id)
)

select
    'As of ' || strftime(i.taken_at, '%-d %B %Y, %H:%M UTC') || ', '
    || if(h.members = 1,
        h.person || ' can use ' || if(i.status = 'complete', '', 'at least ') || format('{:,}', h.things)
        || ' of the places, documents and data listed here.',
        if(i.status = 'complete', '', 'at least ') || format('{:,}', h.holders) || ' of '
        || format('{:,}', p.people) || ' active people can open something, and '
        || format('{:,}', p.gone)
        || if(p.gone = 1, ' account that cannot sign in keeps', ' accounts that cannot sign in keep')
        || ' what was granted.'
    ) as sentence,
from snapshot_info i
cross join people p
cross join held h
