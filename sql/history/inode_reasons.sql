-- purpose:  What was not read of each inode to which access may have changed, or of what is above it, on
--           the side that shows less.
-- grain:    side, inode_id
-- columns:
--   side      as in unknown_lanes
--   inode_id  the inode; of which all was read is not here
--   reasons   what was not read, by reason_no as in side_gaps, in its order
with

things as materialized (
    select l.side, i.inode_id
    from (select distinct side, group_no from unknown_lanes where owned_id = '') l
    join compared_inodes i using (group_no)
    union
    select side, owned_id from unknown_lanes where owned_id <> ''
),

above as (
    select t.side, t.inode_id, y.ancestor_id
    from things t
    join before.main.inode_ancestry y on t.side = 'before' and y.inode_id = t.inode_id
    union all
    select t.side, t.inode_id, y.ancestor_id
    from things t
    join after.main.inode_ancestry y on t.side = 'after' and y.inode_id = t.inode_id
),

gaps as (
    select t.side, t.inode_id, g.reason_no
    from things t
    join side_gaps g on g.entity = 'inode' and g.side = t.side and g.id = t.inode_id
    where not g.is_deep
    union
    select y.side, y.inode_id, g.reason_no
    from above y
    join side_gaps g on g.entity = 'inode' and g.side = y.side and g.id = y.ancestor_id
    where g.is_deep
)

select side, inode_id, list(reason_no order by reason_no) as reasons
from gaps
group by side, inode_id
