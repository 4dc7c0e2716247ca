-- purpose:  The principals named at sites that are alike, with the largest of them told apart: whom it
--           reaches need not be spelled out, set by set.
-- grain:    set_id, principal_kind, principal_id
-- as:       view
-- columns:
--   set_id          sites that are alike, as in site_principals
--   principal_kind  member, team or organization
--   principal_id    the member or team; empty for the organisation
--   members         how many members it reaches
--   is_largest      none of the others reaches more; one of each set
with

sized as (
    select principal_kind, principal_id, count(*) as members
    from principal_members
    group by all
)

select
    s.set_id, s.principal_kind, s.principal_id, coalesce(z.members, 0) as members,
    row_number() over (
        partition by s.set_id
        order by coalesce(z.members, 0) desc, s.principal_kind, s.principal_id
    ) = 1 as is_largest
from (select distinct set_id, principal_kind, principal_id from site_principals) s
left join sized z using (principal_kind, principal_id)
