-- purpose:  Every inode known at all, described by the most telling answer, under its parent.
-- grain:    inode_id
-- columns:
--   inode_id          the inode
--   plane             content or data
--   kind              workspace, folder, …; unknown when no answer describes it
--   permission_class  how permissions read here: container, workbook, report, document, unknown, data
--   name              its name
--   parent_id         what it lies in; null for a root and where it is not known
--   owner_id          member who owns it
--   is_archived       in the trash, or archived; a path as its connection
--   is_synthetic      not listed, known from a deeper path only
--   is_root           has no parent by nature: workspace, home folder, connection
--   path_hint         names of its folders, as the API joins them
--   created_at        when it was made, UTC
--   updated_at        when it was changed last, UTC
with

-- Most are described once; only of the others is it asked which answer tells most.
twice as materialized (
    select inode_id from listed_inodes group by inode_id having count(*) > 1
),

described as materialized (
    select *, source = 'home_folder' as is_home_folder from listed_inodes anti join twice using (inode_id)
    union all by name
    select
        inode_id, arg_min(plane, priority) as plane, arg_min(kind, priority) as kind,
        arg_min(name, priority) as name, arg_min(parent_id, priority) as parent_id,
        arg_min(owner_ref, priority) as owner_ref, arg_min(path_hint, priority) as path_hint,
        bool_or(is_archived) as is_archived, bool_or(is_synthetic) as is_synthetic,
        bool_or(source = 'home_folder') as is_home_folder, min(created_at) as created_at,
        max(updated_at) as updated_at
    from listed_inodes semi join twice using (inode_id)
    group by inode_id
),

-- Named as a parent or by a grant, and described nowhere: kept, as unknown.
named as (
    select parent_id as inode_id, if(plane = 'data', 'connection', 'unknown') as kind, plane
    from described
    where parent_id is not null
    union
    select i.inode_id, 'unknown', 'content'
    from grant_rows g
    join inode_ids i on i.ref = g.inode_ref
),

undescribed as (
    select inode_id, max(plane) as plane, min(kind) as kind
    from named anti join described using (inode_id)
    group by inode_id
),

known as (
    select *, kind in ('workspace', 'connection') or coalesce(is_home_folder, false) as is_root
    from (from described union all by name from undescribed)
),

owners as (
    select member_id as owner_key, member_id as owner_id from members
    union all
    select lower(email), min(member_id) from members group by lower(email)
)

select
    k.inode_id, k.plane, k.kind,
    case
        when k.plane = 'data' then 'data'
        when k.kind in ('workspace', 'folder') then 'container'
        when k.kind in ('workbook', 'report', 'unknown') then k.kind
        else 'document'
    end as permission_class,
    k.name, if(k.is_root, null, k.parent_id) as parent_id,
    coalesce(o.owner_id, k.owner_ref) as owner_id,
    coalesce(k.is_archived, false) as is_archived,
    coalesce(k.is_synthetic, false) as is_synthetic,
    k.is_root, k.path_hint, k.created_at, k.updated_at
from known k
left join owners o on o.owner_key = if(contains(k.owner_ref, '@'), lower(k.owner_ref), k.owner_ref)
