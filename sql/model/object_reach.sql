-- purpose:  How many members reach each inode, exactly, for each strength: counted, not expanded.
--           Those who reach it through teams and everyone are counted once for all inodes of an
--           anchor; one who reaches more in person is moved from there to their own strength.
-- grain:    inode_id, granted_permission, effective_permission
-- as:       view
-- columns:
--   inode_id              the inode
--   granted_permission    the strongest by grants, ownership and home folder
--   effective_permission  what the account type and the status leave of it, or `nothing`
--   members               members of whom effective_access says just that
with

placed as materialized (
    select i.inode_id, i.permission_class, a.anchor_id
    from inodes i
    left join shared_anchors a using (inode_id)
),

-- Whoever has a stronger reason of their own counts there, and no longer where the anchor has them.
moved as materialized (
    select p.inode_id, w.granted_permission, w.effective_permission, sum(p.members) as members
    from (
        select inode_id, member_id, rank, 1 as members from personal_moves
        union all
        select inode_id, member_id, shared_rank, -1 from personal_moves
        where shared_rank is not null
    ) p
    join placed n using (inode_id)
    join member_places m using (member_id)
    join granted_worth w
        on w.permission_class = n.permission_class and w.rank = p.rank
        and w.account_type_id = m.account_type_id and w.is_usable = m.is_usable
    group by p.inode_id, w.granted_permission, w.effective_permission
),

anchored as materialized (
    from anchor_counts
),

-- Where nobody is moved, what the anchor counts stands as it is: that is nearly everywhere.
counted as (
    select n.inode_id, c.granted_permission, c.effective_permission, c.members
    from (from placed anti join moved using (inode_id)) n
    join anchored c using (anchor_id, permission_class)
    union all
    select inode_id, granted_permission, effective_permission, sum(members) as members
    from (
        select n.inode_id, c.granted_permission, c.effective_permission, c.members
        from (from placed semi join moved using (inode_id)) n
        join anchored c using (anchor_id, permission_class)
        union all
        from moved
    )
    group by inode_id, granted_permission, effective_permission
)

select inode_id, granted_permission, effective_permission, members::bigint as members
from counted
where members > 0
