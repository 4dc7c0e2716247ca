-- purpose:  Whom the principals at sites that are alike reach, other than by the largest of them.
-- grain:    set_id, member
-- as:       view
-- columns:
--   set_id         sites that are alike, as in site_principals
--   member         the member, as in principal_numbers
--   principals     how many principals reach them, the largest left out
--   principal      one of these, as in principal_numbers
--   largest        the largest, as in principal_numbers
--   is_in_largest  the largest reaches them too
with

sets as materialized (
    from site_sets
),

reaching as materialized (
    from numbered_members
),

reached as (
    select s.set_id, r.member, count(*) as principals, min(s.principal) as principal
    from sets s
    join reaching r using (principal)
    where not s.is_largest
    group by s.set_id, r.member
)

select
    m.set_id, m.member, m.principals, m.principal, b.principal as largest,
    l.member is not null as is_in_largest
from reached m
join sets b on b.set_id = m.set_id and b.is_largest
left join reaching l on l.principal = b.principal and l.member = m.member
