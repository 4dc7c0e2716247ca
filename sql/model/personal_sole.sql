-- purpose:  Of what somebody owns or has at home, what one principal alone would give them besides.
-- grain:    site_id, set_id, member_id
-- as:       view
-- columns:
--   site_id         the site, as in grant_sites
--   set_id          sites that are alike, as in site_principals
--   member_id       the member
--   principal_kind  member, team or organization: what else reaches them there, alone
--   principal_id    the member or team; empty for the organisation
--   inodes          how many inodes of the site they own or have at home
with

personal as (
    select g.site_id, p.member_id, count(*) as inodes
    from personal_access p
    join grant_sites g using (inode_id)
    group by all
),

weighed as (
    select
        p.site_id, s.set_id, p.member_id, p.inodes, m.principals, m.is_in_largest,
        m.principal_kind, m.principal_id,
        b.principal_kind as largest_kind, b.principal_id as largest_id,
        l.member_id is not null as is_of_largest
    from personal p
    join (select distinct site_id, set_id from site_principals) s using (site_id)
    join site_sets b on b.set_id = s.set_id and b.is_largest
    left join set_members m on m.set_id = s.set_id and m.member_id = p.member_id
    left join principal_members l
        on l.principal_kind = b.principal_kind and l.principal_id = b.principal_id
        and l.member_id = p.member_id
)

select
    site_id, set_id, member_id,
    case when principals is null then largest_kind else principal_kind end as principal_kind,
    case when principals is null then largest_id else principal_id end as principal_id,
    inodes
from weighed
where (principals is null and is_of_largest) or (principals = 1 and not is_in_largest)
