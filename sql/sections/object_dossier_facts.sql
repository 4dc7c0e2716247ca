-- purpose:  What one object is: where it lies, whose it is, what it holds.
-- grain:    fact
-- columns:
--   fact   what is told
--   value  what is so
-- params:
--   inode_id varchar — the object
with

holds as (
    select count(*) filter (not i.is_container) as things, count(*) as all_things,
    from inode_ancestry a
    join inodes i using (inode_id)
    where a.ancestor_id = $inode_id and a.distance > 0
),

told as (
    select
        unnest([
            'Path', 'Kind', 'Owner', 'Made', 'Changed last', 'Archived', 'Holds',
            'Given to the whole organisation', 'Warehouse', 'Data it reads', 'Id'
        ]) as fact,
        unnest([
            coalesce(o.path_text, o.name),
            replace(o.kind, '_', ' '),
            coalesce(m.name || if(m.is_usable, '', ', ' || m.status), o.owner_id, 'not known'),
            strftime(o.created_at, '%-d %B %Y'),
            strftime(o.updated_at, '%-d %B %Y'),
            if(o.is_archived, 'yes', 'no'),
            if(h.all_things = 0, null, format('{:,} objects beneath it', h.all_things)),
            coalesce(
                (select string_agg(distinct words, '; ' order by words) from path_words
                    where inode_id = o.inode_id and via = 'organization'),
                'no grant to everyone reaches it'
            ),
            c.type || if(c.write_access, ', written to', ', read only'),
            if(o.plane = 'content' and not o.is_container, 'not collected', null),
            o.inode_id
        ]) as value,
        unnest([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]) as place,
    from inodes o
    cross join holds h
    left join members m on m.member_id = o.owner_id
    left join connections c on c.connection_id = o.inode_id
    where o.inode_id = $inode_id
)

select fact, value,
from told
where value is not null
order by place, fact
