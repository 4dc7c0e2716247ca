-- purpose:  Of what somebody owns or has at home, what one principal alone would give them besides.
-- grain:    site_id, member
-- as:       view
-- columns:
--   site_id    the site, as in grant_sites
--   member     the member, as in principal_numbers
--   principal  what else reaches them there, alone; as in principal_numbers
--   inodes     how many inodes of the site they own or have at home
with

personal as (
    select g.site_id, n.principal as member, count(*) as inodes
    from personal_access p
    join grant_sites g using (inode_id)
    join principal_numbers n on n.principal_kind = 'member' and n.principal_id = p.member_id
    group by g.site_id, n.principal
)

select
    p.site_id, p.member, min(r.principal) as principal, any_value(p.inodes) as inodes
from personal p
join (select distinct site_id, set_id from site_principals) s using (site_id)
join site_sets b using (set_id)
join numbered_members r on r.principal = b.principal and r.member = p.member
group by p.site_id, p.member
having count(*) = 1
