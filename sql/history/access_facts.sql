-- purpose:  Every change that had a part in a change of access.
-- grain:    profile_no, change_no
-- columns:
--   profile_no  as in lane_profiles
--   change_no   the change, as in base_changes
with

lanes as (
    select profile_no, member_no, group_no, after_rank > before_rank as is_up
    from lane_profiles
),

changes as (
    select * from base_changes where change <> 'not_known'
),

-- Who or what came or went.
people as (
    select m.member_no, c.change_no
    from changes c
    join compared_members m using (member_id)
    where c.entity = 'member' and c."column" is null
),

places as (
    select g.group_no, c.change_no
    from inode_groups g
    join inode_cuts t on t.cut_no = coalesce(g.cut_after, g.cut_before)
    join changes c
        on c.inode_id = t.inode_id and c.entity in ('inode', 'workspace', 'connection')
        and c."column" is null
    where g.class_before is null or g.class_after is null
),

comings as (
    select l.profile_no, p.change_no from lanes l join people p using (member_no)
    union all
    select l.profile_no, p.change_no from lanes l join places p using (group_no)
),

owner_changes as (
    select c.change_no, c.inode_id, null as member_no
    from changes c
    where
        c.entity in ('inode', 'workspace', 'connection')
        and (c."column" is null or c."column" in ('owner_id', 'kind'))
    union all
    select c.change_no, null, m.member_no
    from changes c
    join compared_members m using (member_id)
    where c.entity = 'member' and c."column" = 'home_folder_id'
),

moved as (
    select d.profile_no, f.change_no
    from access_differences d
    join entry_facts f using (group_no, side, principal_no, source_no, via, granted)
    union
    select d.profile_no, f.change_no
    from access_differences d
    join holder_facts f using (member_no, via, principal_no)
    union
    select d.profile_no, c.change_no
    from access_differences d
    join owner_changes c on c.inode_id = d.owned_id or c.member_no = d.member_no
    where d.via = 'owner'
    union
    select profile_no, change_no
    from usability_facts
),

-- Without who or what came there would be no access. Bringing back who or what went is not enough
-- where what gave the access went too.
kept as (
    select m.*
    from moved m
    join lanes l using (profile_no)
    left join (select distinct profile_no from comings) c on c.profile_no = m.profile_no
    where not l.is_up or c.profile_no is null
)

select profile_no, change_no from comings
union
select profile_no, change_no from kept
