-- purpose:  Which changes made a principal stand for a member, or no longer.
-- grain:    member_no, via, principal_no, change_no
-- columns:
--   member_no     as in compared_members
--   via           by what kind of reason
--   principal_no  as in compared_holders
--   change_no     the change, as in base_changes
with

changes as (
    select * from base_changes where change <> 'not_known'
)

select h.member_no, 'team' as via, h.principal_no, c.change_no
from compared_holders h
join compared_members m using (member_no)
join changes c
    on c.entity = 'team_member' and c.team_id = h.team_id and c.member_id = m.member_id
    and c."column" is null
union
select h.member_no, 'team', h.principal_no, c.change_no
from compared_holders h
join changes c
    on c.entity = 'team' and c.team_id = h.team_id
    and (c."column" is null or c."column" = 'is_archived')
union
select h.member_no, v.via, h.principal_no, c.change_no
from compared_holders h
join compared_members m using (member_no)
join changes c on c.entity = 'member' and c.member_id = m.member_id
join (
    values ('organization', 'organization', 'status'), ('organization', 'organization', 'user_kind'),
    ('member', 'home_folder', 'home_folder_id')
) as v(principal_kind, via, "column")
    on v.principal_kind = h.principal_kind and v."column" = c."column"
