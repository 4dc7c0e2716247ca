-- purpose:  A number for each principal that reaches somebody: shorter than an id, where there are many.
-- grain:    principal
-- as:       view
-- columns:
--   principal       the number
--   principal_kind  member, team or organization
--   principal_id    the member or team; empty for the organisation
--   members         how many members it stands for
select
    row_number() over (order by principal_kind, principal_id)::integer as principal,
    principal_kind, principal_id, count(*) as members
from principal_members
group by principal_kind, principal_id
