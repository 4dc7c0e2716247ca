-- purpose:  The figures of external, each with what it is a part of.
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
        count(*) filter (user_kind = 'guest' and is_usable) as guests,
        count(*) filter (user_kind = 'embed' and is_usable) as embeds,
        count(*) filter (is_usable) as people,
    from members
    where is_person
),

documents as (
    select count(*) as documents,
    from inodes
    where plane = 'content' and not is_container
),

counted as (
    select
        count(distinct member_id) filter (outside = 'other domain' and status = 'active') as foreigners,
        count(distinct member_id) filter (effective_permission is not null and plane = 'data') as on_data,
        count(distinct inode_id) filter (effective_permission is not null and plane = 'content'
            and kind not in ('workspace', 'folder')) as documents,
        count(distinct inode_id) filter (effective_permission = 'edit' and plane = 'content'
            and kind not in ('workspace', 'folder')) as changeable,
    from the_table
)

select label, value, "of", note, filter,
from (
    select 1 as place, 'guests' as label, guests as value, people as "of",
        'of all who can sign in' as note, 'outside=guest' as filter,
    from people
    union all
    select 2, 'embed users', embeds, people, 'of all who can sign in', 'outside=embed',
    from people
    union all
    select 3, 'internal, of another domain', c.foreigners, p.people, 'and reach something',
        'outside=other domain',
    from counted c cross join people p
    union all
    select 4, 'documents open to outsiders', c.documents, d.documents, null,
        'kind!=workspace&kind!=folder&kind!=connection&kind!=database&kind!=schema&kind!=table',
    from counted c cross join documents d
    union all
    select 5, 'documents outsiders can edit', c.changeable, d.documents, null, 'can=Can edit&kind!=workspace&kind!=folder',
    from counted c cross join documents d
    union all
    select 6, 'outsiders with data access', c.on_data, p.guests + p.embeds + c.foreigners, null,
        'kind=connection&kind=database&kind=schema&kind=table&can^=Can ',
    from counted c cross join people p
)
order by place
