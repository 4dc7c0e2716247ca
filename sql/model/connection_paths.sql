-- purpose:  Databases, schemas and tables: the listed ones, and those that only deeper paths name.
-- grain:    inode_id
-- columns:
--   inode_id       the path's inode; for an unlisted one UUID5 of the connection id and the path
--   connection_id  its connection
--   path           names from the database down
--   kind           database, schema or table; with two levels, schema or table
--   parent_id      the same path less its last name, else the connection (D9)
--   is_synthetic   not listed by the API, known from a deeper path only
with

listed as (
    select i.inode_id, c.inode_id as connection_id, p.path
    from typed.paths p
    join chosen_readings r
        on r.endpoint = 'paths' and r.parent_id = p.parent_id and r.reading = p.reading
    join inode_ids i on i.ref = p.inode_ref
    join inode_ids c on c.ref = p.connection_ref
    where len(p.path) > 0
    qualify row_number() over (partition by i.inode_id order by p.seen_at desc, p.inode_ref) = 1
),

-- Everything above something listed: few, beside what lies in it.
above as materialized (
    select distinct connection_id, path[1:level] as path
    from (select connection_id, path, unnest(range(1, len(path))) as level from listed)
),

-- One id a path: should two be listed for the same names, the smaller one is the parent.
listed_above as materialized (
    select connection_id, path, min(l.inode_id) as inode_id
    from above join listed l using (connection_id, path)
    group by connection_id, path
),

-- UUID5: the SHA-1 of the connection id's sixteen bytes and the path as compact JSON.
hashed as (
    select
        connection_id, path,
        sha1(
            coalesce(unhex(replace(try_cast(connection_id as uuid)::varchar, '-', '')),
                encode(connection_id))
            || encode(to_json(path)::varchar)
        ) as hex
    from above anti join listed_above using (connection_id, path)
),

named_only as (
    select
        hex[1:8] || '-' || hex[9:12] || '-5' || hex[14:16] || '-'
        || '89ab'[(strpos('0123456789abcdef', hex[17]) - 1) % 4 + 1] || hex[18:20]
        || '-' || hex[21:32] as inode_id,
        connection_id, path
    from hashed
),

nodes as (
    select inode_id, connection_id, path, false as is_synthetic from listed
    union all
    select inode_id, connection_id, path, true from named_only
),

deepest as (
    select connection_id, max(len(path)) as depth from listed group by connection_id
)

select
    n.inode_id, n.connection_id, n.path,
    case
        when len(n.path) >= 3 or (len(n.path) = 2 and d.depth = 2) then 'table'
        when len(n.path) = 2 or (len(n.path) = 1 and d.depth = 2) then 'schema'
        else 'database'
    end as kind,
    coalesce(p.inode_id, n.connection_id) as parent_id,
    n.is_synthetic
from nodes n
join deepest d using (connection_id)
left join (from listed_above union all by name from named_only) p
    on p.connection_id = n.connection_id and p.path = n.path[:-2]
