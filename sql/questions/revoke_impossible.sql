-- purpose:  Why no removal of grants and memberships ends one member's access to one inode.
-- grain:    via, source_inode_id
-- columns:
--   via              owner, home_folder or admin
--   source_inode_id  where the reason lies; empty for an Admin
--   sentence         why, and what would end it
-- params:
--   member_id varchar — the member
--   inode_id  varchar — the inode
select
    p.via, p.source_inode_id,
    case
        when p.via = 'owner' and m.home_folder_id is not distinct from p.source_inode_id
            then 'It is the home folder of ' || m.name || ': that access ends only with the account.'
        when p.via = 'owner'
            then m.name || ' owns it: that access ends only with another owner.'
        else 'It lies in the home folder of ' || m.name || ': that access ends only when it is moved.'
    end as sentence,
from access_paths p
join members m using (member_id)
where p.member_id = $member_id and p.inode_id = $inode_id and p.via in ('owner', 'home_folder')
union all
select
    'admin', '',
    m.name || ' is an Admin and can take any access, whatever is granted: only another account type ends that.',
from members m
where m.member_id = $member_id and m.is_admin and m.is_usable
order by all
