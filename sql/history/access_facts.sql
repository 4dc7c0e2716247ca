-- purpose:  Which changes made a reason for access appear or go: each that is missing on the other
--           side for it to be there too.
-- grain:    member_id, inode_id, column, change_id
-- columns:
--   member_id  the member
--   inode_id   the inode
--   column     as in access_lanes
--   change_id  the change, as in base_changes
with

differences as (
    select *, if(side = 'before', 'after', 'before') as other from access_differences
),

changes as (
    select * from base_changes where change <> 'not_known'
),

ancestry as (
    select 'before' as side, inode_id, ancestor_id, distance from before.main.inode_ancestry
    union all
    select 'after', inode_id, ancestor_id, distance from after.main.inode_ancestry
),

-- Moved away from what it inherited, or to it: wherever between the two the tree was recut.
recut as (
    select d.* from differences d
    anti join ancestry o
        on o.side = d.other and o.inode_id = d.inode_id and o.ancestor_id = d.source_inode_id
)

select d.member_id, d.inode_id, d."column", c.change_id
from differences d
join changes c
    on c.entity = 'grant' and c.inode_id = d.source_inode_id
    and c.principal_kind = if(d.via = 'direct', 'member', d.via)
    and c.principal_id is not distinct from case d.via
        when 'direct' then d.member_id when 'team' then d.team_id
    end
    and if(d.side = 'before', c.before, c.after) = d.granted
anti join held_elsewhere h
    on h.side = d.other and h.inode_id = d.inode_id and h.source_inode_id = d.source_inode_id
    and h.principal_kind = c.principal_kind and h.principal_id is not distinct from c.principal_id
    and h.permission = d.permission
union
select d.member_id, d.inode_id, d."column", c.change_id
from differences d
join changes c
    on c.team_id = d.team_id and (
        (c.entity = 'team_member' and c.member_id = d.member_id and c."column" is null)
        or (c.entity = 'team' and (c."column" is null or c."column" = 'is_archived'))
    )
union
select d.member_id, d.inode_id, d."column", c.change_id
from recut d
join ancestry y
    on y.side = d.side and y.inode_id = d.inode_id and y.distance < d.distance
join changes c
    on c.entity in ('inode', 'workspace') and c."column" = 'parent_id' and c.inode_id = y.ancestor_id
union
select d.member_id, d.inode_id, d."column", c.change_id
from differences d
join changes c
    on c.inode_id = d.source_inode_id and c.entity in ('inode', 'workspace', 'connection')
    and (c."column" is null or (c."column" = 'owner_id' and d.via = 'owner'))
union
select d.member_id, d.inode_id, d."column", c.change_id
from differences d
join changes c
    on c.entity = 'member' and c.member_id = d.member_id and (
        (d.via = 'organization' and c."column" in ('status', 'user_kind'))
        or (d.via in ('owner', 'home_folder') and c."column" = 'home_folder_id')
    )
union
select d.member_id, d.inode_id, d."column", c.change_id
from differences d
join changes c on c.inode_id = d.inode_id and c."column" = 'kind'
