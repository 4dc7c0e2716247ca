-- purpose:  The answer to access_by_object in one sentence.
-- grain:    sentence
-- columns:
--   sentence  the answer
with

people as (
    select count(*) filter (is_person and status = 'active') as person_count,
    from members
),

reached as (
    select
        count(distinct inode_id) as object_count,
        count(distinct member_id) filter (effective_permission is not null and is_person) as open_count,
    from the_table
    join members using (member_id)
),

widest as (
    select
        object, kind, inode_id,
        count(*) filter (effective_permission is not null and is_person) as people,
    from the_table
    join members using (member_id)
    group by object, kind, inode_id
    order by kind in ('workspace', 'folder'), people desc, object, inode_id
    limit 1
)

select
    'As of ' || strftime(i.taken_at, '%-d %B %Y, %H:%M UTC') || ', '
    || if(i.status = 'complete', '', 'at least ')
    || format('{:,}', r.open_count) || ' of ' || format('{:,}', p.person_count)
    || ' active people can open '
    || if(r.object_count = 1, replace(w.kind, '_', ' ') || ' ' || w.object || '.',
        'one or more of ' || format('{:,}', r.object_count) || ' workspaces, folders and documents'
        || coalesce('; the most widely open document is ' || w.object || ' ('
            || format('{:,}', w.people) || if(w.people = 1, ' person).', ' people).'), '.')) as sentence,
from snapshot_info i
cross join people p
cross join reached r
left join widest w on true
