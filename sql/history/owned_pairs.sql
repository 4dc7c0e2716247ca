-- purpose:  Who owned or owns what: the one reason for access that an inode does not share with the
--           others of its group.
-- grain:    member_no, inode_id
-- columns:
--   member_no   the owner, as in compared_members
--   inode_id    what they own
--   group_no    its group
--   is_before   they owned it in the earlier snapshot
--   is_after    they own it in the later one
with

owned as (
    select
        coalesce(b.principal_id, a.principal_id) as member_id,
        coalesce(b.source_inode_id, a.source_inode_id) as inode_id,
        b.principal_id is not null as is_before, a.principal_id is not null as is_after
    from (select principal_id, source_inode_id from before.main.access_sources where via = 'owner') b
    full join (select principal_id, source_inode_id from after.main.access_sources where via = 'owner') a
        on a.principal_id = b.principal_id and a.source_inode_id = b.source_inode_id
)

select m.member_no, o.inode_id, i.group_no, o.is_before, o.is_after
from owned o
join compared_members m using (member_id)
join compared_inodes i using (inode_id)
