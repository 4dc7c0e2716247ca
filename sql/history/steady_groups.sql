-- purpose:  Groups of inodes that everything reaches alike on both sides: what changes access there is
--           who holds a principal, and what they can use; the same wherever it is so.
-- grain:    group_no
-- columns:
--   group_no  as in inode_groups
select e.group_no
from group_entries e
join inode_groups g using (group_no)
where g.class_before = g.class_after
group by e.group_no
having bool_and(e.is_on_both)
