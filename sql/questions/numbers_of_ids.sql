-- purpose:  The numbers by which a pair of snapshots compares one member and one object.
-- grain:    member_no, group_no
-- columns:
--   member_no  as in compared_members; null when neither snapshot lists the member
--   group_no   as in compared_inodes; null when neither lists the object
-- params:
--   member_id varchar = null — the member
--   inode_id  varchar = null — the object
select
    (select member_no from compared_members where member_id = $member_id) as member_no,
    (select group_no from compared_inodes where inode_id = $inode_id) as group_no
