-- purpose:  Which changes of status or account type made a difference to what a member can use.
-- grain:    member_id, inode_id, column, change_id
-- columns:
--   member_id  the member
--   inode_id   the inode
--   column     effective_permission or can_write_back
--   change_id  the change, as in base_changes
with

-- What the cap is asked for: the granted permission, or writeback.
lanes as (
    select
        l.member_id, l.inode_id, l."column", a.permission_class,
        if(l."column" = 'can_write_back', 'writeback', p.granted_after) as granted,
        b.is_usable <> m.is_usable as is_barred,
        coalesce(b.account_type_id, '') as type_before, coalesce(m.account_type_id, '') as type_after
    from access_lanes l
    join access_pairs p using (member_id, inode_id)
    join before.main.members b on b.member_id = l.member_id
    join after.main.members m on m.member_id = l.member_id
    join after.main.inodes a on a.inode_id = l.inode_id
    where l.change <> 'not_known' and l."column" <> 'granted_permission'
),

capped as (
    select
        l.*,
        l.type_before <> l.type_after
        and kept.permission is distinct from now.permission as is_by_type,
        kept.account_type_id is not null
        and was.permission is distinct from kept.permission as is_by_permissions
    from lanes l
    left join before.main.account_type_caps was
        on was.account_type_id = l.type_before and was.permission_class = l.permission_class
        and was.granted = l.granted
    left join after.main.account_type_caps kept
        on kept.account_type_id = l.type_before and kept.permission_class = l.permission_class
        and kept.granted = l.granted
    left join after.main.account_type_caps now
        on now.account_type_id = l.type_after and now.permission_class = l.permission_class
        and now.granted = l.granted
),

held as (
    select account_type_id, change_id, permission
    from base_changes
    where entity = 'account_type_permission' and permission is not null and change <> 'not_known'
),

-- A word that no account type holds any more caps nobody: then every such change had its part.
blamed as (
    select
        c.member_id, c.inode_id, c."column", h.change_id,
        h.account_type_id = c.type_before as is_own,
        bool_or(h.account_type_id = c.type_before) over (
            partition by c.member_id, c.inode_id, c."column"
        ) as has_own
    from capped c, held h
    where c.is_by_permissions and not (c.is_barred and c."column" = 'effective_permission')
)

select c.member_id, c.inode_id, c."column", b.change_id
from capped c
join base_changes b
    on b.entity = 'member' and b.member_id = c.member_id
    and (
        (c.is_barred and b."column" = 'status')
        or (
            c.is_by_type and b."column" = 'account_type'
            and not (c.is_barred and c."column" = 'effective_permission')
        )
    )
union
select member_id, inode_id, "column", change_id
from blamed
where is_own = has_own
