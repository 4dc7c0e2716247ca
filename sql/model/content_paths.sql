-- purpose:  What each inode of content is called from the root down.
-- grain:    inode_id
-- as:       view
-- columns:
--   inode_id   the inode
--   is_placed  it is known what it lies in, up to a root
--   path_text  names from the root down
with

holders as materialized (
    select distinct parent_id as inode_id
    from inode_facts
    where parent_id is not null
),

climbed as (
    select
        a.inode_id,
        string_agg(coalesce(f.name, a.ancestor_id), '/' order by a.distance desc) as names,
        arg_max(f.inode_id, a.distance) as top_id
    from inode_ancestry a
    semi join holders using (inode_id)
    join inode_facts f on f.inode_id = a.ancestor_id
    where f.plane = 'content'
    group by a.inode_id
),

-- A home folder's name alone would not say whose; one that lies nowhere keeps the API's own text.
tops as (
    select
        f.inode_id, f.parent_id, f.is_root as is_placed, coalesce(f.name, f.inode_id) as name,
        coalesce(
            case
                when f.is_root and f.kind = 'folder'
                    then 'My Documents of ' || coalesce(m.email, f.owner_id)
                when not f.is_root then f.path_hint || '/' || f.name
            end,
            f.name, f.inode_id
        ) as text
    from inode_facts f
    left join members m on m.member_id = f.owner_id
    where f.plane = 'content'
),

-- What lies in something begins with the path of that: few paths are put together name by name.
holder_paths as materialized (
    select
        c.inode_id, t.is_placed, t.text || substr(c.names, length(t.name) + 1) as path_text
    from climbed c
    join tops t on t.inode_id = c.top_id
)

select
    f.inode_id,
    coalesce(h.is_placed, p.is_placed, f.is_placed) as is_placed,
    coalesce(h.path_text, p.path_text || '/' || f.name, f.text) as path_text
from tops f
left join holder_paths h on h.inode_id = f.inode_id
left join holder_paths p on p.inode_id = f.parent_id
