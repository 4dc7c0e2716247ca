-- purpose:  How sure it is that an Admin has no more on an inode than is told of them (D7, D10).
-- grain:    member_id, inode_id
-- as:       view
-- columns:
--   member_id   an Admin
--   inode_id    the inode
--   certainty   known, or at_least: something unread could give them a reason of their own
select
    m.member_id, i.inode_id,
    case
        when n.is_for_anyone or o.member_id is not null then 'at_least'
        when n.is_for_everyone and e.member_id is not null then 'at_least'
        else 'known'
    end as certainty
from members m
cross join inodes i
left join inode_gaps n on n.inode_id = i.inode_id
left join member_gaps o on o.member_id = m.member_id and o.plane = i.plane
left join principal_members e on e.principal_kind = 'organization' and e.member_id = m.member_id
where m.is_admin
