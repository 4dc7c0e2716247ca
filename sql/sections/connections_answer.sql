-- purpose:  The answer to connections in one sentence.
-- grain:    sentence
-- columns:
--   sentence  the answer
with

kinds as (
    select
        count(*) filter (kind = 'connection') as connection_count,
        count(*) filter (kind = 'table') as table_count,
    from inodes
    where plane = 'data'
),

held as (
    select
        count(distinct t.member_id) filter (
            m.is_person and (t.effective_permission is not null or t.can_write_back)
        ) as holders,
        count(distinct t.member_id) filter (m.is_person and t.effective_permission = 'admin') as admins,
    from the_table t
    join members m using (member_id)
),

people as (
    select count(*) filter (is_person and is_usable) as people,
    from members
)

select
    'As of ' || strftime(i.taken_at, '%-d %B %Y, %H:%M UTC') || ', '
    || if(i.status = 'complete', '', 'at least ') || format('{:,}', h.holders) || ' of '
    || format('{:,}', p.people) || ' active people reach data directly, on '
    || format('{:,}', k.connection_count) || if(k.connection_count = 1, ' connection', ' connections')
    || ' with ' || format('{:,}', k.table_count) || ' tables; ' || format('{:,}', h.admins)
    || ' can administer one.' as sentence,
from snapshot_info i
cross join kinds k
cross join held h
cross join people p
