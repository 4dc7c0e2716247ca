-- purpose:  At sites that are alike, the members who are reached by one principal and no other.
-- grain:    set_id, member_id
-- as:       view
-- columns:
--   set_id          sites that are alike, as in site_principals
--   member_id       the member
--   principal_kind  member, team or organization: what reaches them
--   principal_id    the member or team; empty for the organisation
select
    s.set_id, p.member_id, any_value(s.principal_kind) as principal_kind,
    any_value(s.principal_id) as principal_id
from (select distinct set_id, principal_kind, principal_id from site_principals) s
join principal_members p using (principal_kind, principal_id)
group by s.set_id, p.member_id
having count(*) = 1
