-- Both trees: workspaces, nested folders, home folders, documents; connections down to tables.
create temp table workspaces as
select i, uuid_of('workspace', i) as inode_id from range(getvariable('workspaces')) as t(i);

-- Five storeys: the first lies in workspaces, each other in folders of the one below.
create temp table folders as
select
    f.i, uuid_of('folder', f.i) as inode_id,
    case when storey = 0
        then uuid_of('workspace', floor(place * getvariable('workspaces'))::bigint)
        else uuid_of('folder', floor(((storey - 1) + place) * wide)::bigint) end as parent_id,
    p.member_id as owner_id
from (
    select i, greatest(getvariable('folders') / 5.0, 1) as wide,
        floor(i / greatest(getvariable('folders') / 5.0, 1))::int as storey,
        draw('place of folder', i || '/' || era('place of folder', i, 1)) as place,
        floor(draw('owner of folder', i || '/' || era('owner of folder', i, 1))
            * getvariable('members'))::bigint as owner
    from range(getvariable('folders')) as t(i)
) f
join people p on p.i = f.owner;

create temp table documents as
select
    d.i, uuid_of('document', d.i || '/' || d.life) as inode_id,
    case when kind_draw < 0.7 then 'workbook' when kind_draw < 0.85 then 'data_model'
        when kind_draw < 0.95 then 'dataset' else 'report' end as kind,
    case
        when where_draw < 0.25 then p.home_folder_id
        when where_draw < 0.4
            then uuid_of('workspace', floor(pow(place, 2) * getvariable('workspaces'))::bigint)
        else uuid_of('folder', floor(place * getvariable('folders'))::bigint)
    end as parent_id,
    p.member_id as owner_id,
    (kind_draw < 0.7 or kind_draw >= 0.95)
        and draw('document archived', d.i || '/' || d.life) < 0.02 as is_archived
from (
    select
        i, life, draw('kind of document', i || '/' || life) as kind_draw,
        draw('where', i || '/' || life) as where_draw,
        draw('place', i || '/' || life || '/' || era('place', i, 1)) as place,
        floor(draw('owner', i || '/' || life || '/' || era('owner', i, 1))
            * getvariable('members'))::bigint as owner
    from (select i, era('life', i, 0.2) as life from range(getvariable('documents')) as t(i))
) d
join people p on p.i = d.owner;

create temp table warehouses as
select i, uuid_of('connection', i) as inode_id from range(getvariable('connections')) as t(i);

-- Of 500 paths of a connection one is a database, 20 are schemas, the rest tables.
create temp table paths as
select
    *, slug(inode_id) as url_id
from (
    select
        n.i, w.inode_id as connection_id, uuid_of('path', n.i) as inode_id,
        case when k % 500 = 0 then 'database' when k % 25 = 1 then 'schema' else 'table' end as level,
        case
            when k % 500 = 0 then ['DB' || k // 500]
            when k % 25 = 1 then ['DB' || k // 500, 'SCHEMA_' || k // 25]
            else ['DB' || k // 500, 'SCHEMA_' || k // 25, 'TABLE_' || k]
        end as path
    from (
        select i, i % getvariable('connections') as w, i // getvariable('connections') as k
        from range(getvariable('paths')) as t(i)
    ) n
    join warehouses w on w.i = n.w
);
