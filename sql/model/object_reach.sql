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

placed as (
    select i.inode_id, i.permission_class, a.anchor_id
    from inodes i
    left join shared_anchors a using (inode_id)
),

-- Their own reason and the shared one of the same inode, when there is one: the stronger stands.
in_person as (
    select
        p.inode_id, n.permission_class, m.account_type_id, m.is_usable, p.rank,
        max(l.rank) filter (get_bit(l.reached, m.place) = 1) as shared_rank
    from personal_reach p
    join member_places m using (member_id)
    join placed n using (inode_id)
    left join anchor_reach l using (anchor_id)
    group by p.inode_id, p.member_id, n.permission_class, m.account_type_id, m.is_usable, p.rank
),

counted as (
    select n.inode_id, c.granted_permission, c.effective_permission, c.members
    from placed n
    join anchor_counts c using (anchor_id, permission_class)
    union all
    select p.inode_id, w.granted_permission, w.effective_permission, p.members
    from (
        select * exclude (shared_rank), 1 as members from in_person
        where rank > coalesce(shared_rank, 0)
        union all
        select * exclude (shared_rank) replace (shared_rank as rank), -1 from in_person
        where rank > shared_rank
    ) p
    join granted_worth w using (permission_class, rank, account_type_id, is_usable)
)

select
    inode_id, granted_permission, effective_permission, sum(members)::bigint as members
from counted
group by inode_id, granted_permission, effective_permission
having sum(members) > 0
