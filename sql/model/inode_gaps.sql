-- purpose:  Inodes where something was not read that could add or raise access: here or above.
-- grain:    inode_id
-- columns:
--   inode_id         the inode
--   is_for_anyone    it may be anybody's access
--   is_for_everyone  an organisation-wide grant may be missing: active internal members only
with

gaps as (
    select
        inode_id, plane,
        principal_kind is distinct from 'organization' as is_for_anyone,
        coalesce(principal_kind = 'organization', false) as is_for_everyone
    from not_known
    where member_id is null
),

reached as (
    select i.inode_id, g.is_for_anyone, g.is_for_everyone
    from inodes i
    join (select distinct plane, is_for_anyone, is_for_everyone from gaps where inode_id is null) g
        on g.plane is null or g.plane = i.plane
    union all
    select a.inode_id, g.is_for_anyone, g.is_for_everyone
    from inode_ancestry a
    join gaps g on g.inode_id = a.ancestor_id
)

select
    inode_id,
    bool_or(is_for_anyone) as is_for_anyone,
    bool_or(is_for_everyone) as is_for_everyone
from reached
group by inode_id
-- In order, so that a question about one inode reads a few blocks of it.
order by inode_id
