-- purpose:  For each cut the cuts above it, itself included, on each side: what it inherits from.
-- grain:    side, cut_no, source_no
-- columns:
--   side       before or after
--   cut_no     the cut
--   source_no  itself, or a cut above it
--   distance   cuts between the two; 0 for itself
with recursive

placed as (
    select 'before' as side, c.cut_no, k.cut_no as above_no
    from inode_cuts c
    join before.main.inodes i on i.inode_id = c.inode_id
    left join inode_places k on k.inode_id = i.parent_id and k.is_before
    union all
    select 'after', c.cut_no, k.cut_no
    from inode_cuts c
    join after.main.inodes i on i.inode_id = c.inode_id
    left join inode_places k on k.inode_id = i.parent_id and k.is_after
),

climbs as (
    select side, cut_no, cut_no as source_no, 0 as distance
    from placed
    union all
    select c.side, c.cut_no, p.above_no, c.distance + 1
    from climbs c
    join placed p on p.side = c.side and p.cut_no = c.source_no
    where p.above_no is not null and p.above_no <> c.cut_no and c.distance < 64
)

select side, cut_no, source_no, min(distance) as distance
from climbs
group by side, cut_no, source_no
