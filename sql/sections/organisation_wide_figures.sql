-- purpose:  The figures of organisation_wide, each with what it is a part of.
-- grain:    label
-- columns:
--   label   what is counted
--   value   the count
--   of      out of how many; null when there is no such number
--   note    what to know about it; null when nothing
--   filter  column=value that shows just these rows; null when none does
with

totals as (
    select
        count(*) filter (plane = 'content' and kind = 'workspace') as workspaces,
        count(*) filter (plane = 'content' and not is_container) as documents,
        count(*) filter (plane = 'data') as data,
        count(*) as inodes,
    from inodes
),

opened as (
    select
        count(distinct inode_id) filter (i.plane = 'content' and not i.is_container) as documents,
        count(distinct inode_id) filter (i.plane = 'data') as data,
    from inode_ancestry a
    join inodes i using (inode_id)
    where a.ancestor_id in (select inode_id from the_table)
),

counted as (
    select
        count(distinct inode_id) as places,
        count(distinct inode_id) filter (kind = 'workspace') as workspaces,
        count(distinct inode_id) filter (permission in ('edit', 'admin')) as managed,
    from the_table
)

select label, value, "of", note, filter,
from (
    select 1 as place, 'places given to everyone' as label, c.places as value, t.inodes as "of",
        'each has a grant of its own' as note, '#view' as filter,
    from counted c cross join totals t
    union all
    select 2, 'workspaces given to everyone', c.workspaces, t.workspaces, null, 'kind=workspace',
    from counted c cross join totals t
    union all
    select 3, 'everyone may change or administer', managed, places, null, 'can=Can manage&can=Can edit&can=Can admin',
    from counted
    union all
    select 4, 'documents open by that', o.documents, t.documents, 'given themselves or from above',
        'kind!=connection&kind!=database&kind!=schema&kind!=table',
    from opened o cross join totals t
    union all
    select 5, 'data open by that', o.data, t.data, 'connections, databases, schemas and tables',
        'kind=connection&kind=database&kind=schema&kind=table',
    from opened o cross join totals t
)
order by place
