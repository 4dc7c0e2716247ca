-- purpose:  Whom the principals at sites that are alike reach, other than by the largest of them.
-- grain:    set_id, member_id
-- as:       view
-- columns:
--   set_id          sites that are alike, as in site_principals
--   member_id       the member
--   principals      how many principals reach them, the largest left out
--   principal_kind  one of these: member, team or organization
--   principal_id    the member or team; empty for the organisation
--   is_in_largest   the largest reaches them too
select
    s.set_id, p.member_id, count(*) as principals,
    any_value(s.principal_kind) as principal_kind, any_value(s.principal_id) as principal_id,
    bool_or(l.member_id is not null) as is_in_largest
from site_sets s
join principal_members p using (principal_kind, principal_id)
join site_sets b on b.set_id = s.set_id and b.is_largest
left join principal_members l
    on l.principal_kind = b.principal_kind and l.principal_id = b.principal_id
    and l.member_id = p.member_id
where not s.is_largest
group by s.set_id, p.member_id
