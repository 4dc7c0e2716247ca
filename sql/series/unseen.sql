-- purpose:  Pairs and moments that show no access, of those that one might expect to.
-- grain:    member_id, inode_id, snapshot_no
-- columns:
--   member_id          the member
--   inode_id           the inode
--   snapshot_no        the first snapshot of the moment
--   until_no           its last snapshot
--   is_member_here     whether the member is listed
--   is_inode_here      whether the inode is listed
--   name               the member's full name
--   email              their e-mail address
--   kind               workspace, folder, workbook, connection, table …
--   path_text          names from the root down
--   plane              content or data
--   member_created_at  when the account was made, UTC, where access was seen
--   inode_created_at   when the inode was made, UTC, where access was seen
--   lists              the endpoints that would show the inode
-- params:
--   inode_id varchar = null — the inode asked about; null: only what some snapshot shows
select
    m.member_id, m.inode_id, m.snapshot_no, m.until_no, h.member_id is not null as is_member_here,
    i.inode_id is not null as is_inode_here, coalesce(h.name, w.name) as name,
    coalesce(h.email, w.email) as email, coalesce(i.kind, w.kind) as kind,
    coalesce(i.path_text, w.path_text) as path_text, coalesce(i.plane, w.plane) as plane,
    w.member_created_at, w.inode_created_at, w.lists,
from series.moments m
anti join series.seen s using (member_id, inode_id, snapshot_no)
left join slices.members h
    on h.member_id = m.member_id and m.snapshot_no between h.snapshot_no and h.until_no
left join slices.inodes i
    on i.inode_id = m.inode_id and m.snapshot_no between i.snapshot_no and i.until_no
left join series.wanted w on w.member_id = m.member_id and w.inode_id = m.inode_id
-- Of an inode, everybody here is asked about; of a member, what they reach in some snapshot.
where w.member_id is not null or $inode_id is not null and h.member_id is not null
