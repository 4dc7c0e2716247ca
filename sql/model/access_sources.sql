-- purpose:  Every reason for access where it lies: grants, ownership, home folders (D3).
-- grain:    reason_id
-- columns:
--   reason_id        the grant, or what kind of ownership of what by whom
--   principal_kind   member, team or organization
--   principal_id     whom it reaches, as in principal_members
--   via              direct, team, organization, owner or home_folder
--   grant_id         the grant, when it is one
--   source_inode_id  where it lies
--   permission       as granted there; owners have edit
--   min_distance     how far beneath it begins: a home folder is owned, what is under it edited
--   max_distance     how far beneath it ends: owning a folder gives nothing under it
with

owners as (
    select inode_id, owner_id as member_id from inode_facts where plane = 'content'
    union
    select home_folder_id, member_id from members where home_folder_id is not null
)

select
    grant_id as reason_id, principal_kind, coalesce(principal_id, '') as principal_id,
    if(principal_kind = 'member', 'direct', principal_kind) as via,
    grant_id, inode_id as source_inode_id, permission, 0 as min_distance, 1000 as max_distance
from grants
where principal_kind <> 'unknown' and inode_id is not null
union all
select
    'owner:' || inode_id || ':' || member_id, 'member', member_id, 'owner',
    null, inode_id, 'edit', 0, 0
from owners
join members using (member_id)
union all
select
    'home_folder:' || home_folder_id || ':' || member_id, 'member', member_id, 'home_folder',
    null, home_folder_id, 'edit', 1, 1000
from members
where home_folder_id is not null
-- In order, so that a question about one inode reads a few blocks of it.
order by source_inode_id
