-- purpose:  Who can open one object, and chiefly why, in one sentence.
-- grain:    sentence
-- columns:
--   sentence  the answer
--   title     the object's name
-- params:
--   inode_id varchar — the object
with

people as (
    select count(*) filter (is_person and is_usable) as active_people,
    from members
),

reached as (
    select
        count(*) filter (m.is_person and (t.effective_permission is not null or t.can_write_back))
            as openers,
        count(*) filter (m.is_person and t.effective_permission in ('edit', 'admin')) as changers,
    from the_table t
    join members m using (member_id)
),

widest as (
    select words, count(distinct w.member_id) as people,
    from path_words w
    join members m using (member_id)
    join the_table t using (member_id)
    where w.inode_id = $inode_id and w.counts and m.is_person and t.effective_permission is not null
    group by words
    order by people desc, words
    limit 1
)

select
    'As of ' || strftime(i.taken_at, '%-d %B %Y, %H:%M UTC') || ', '
    || if(i.status = 'complete', '', 'at least ')
    || format('{:,} of {:,}', r.openers, p.active_people) || ' active people can '
    || if(o.plane = 'data', 'use ', 'open ') || replace(o.kind, '_', ' ') || ' '
    || coalesce(o.path_text, o.name, o.inode_id)
    || if(r.openers = 0, '', format(', and {:,} can change it', r.changers))
    || coalesce('; chiefly through ' || w.words
        || if(w.people = 1, ' (1 person)', format(' ({:,} people)', w.people)), '') || '.' as sentence,
    coalesce(o.name, o.path_text, o.inode_id) as title,
from snapshot_info i
cross join people p
cross join reached r
join inodes o on o.inode_id = $inode_id
left join widest w on true
