-- purpose:  The principals named at sites that are alike, with the largest of them told apart: whom it
--           reaches need not be spelled out, set by set. One that reaches nobody is left out.
-- grain:    set_id, principal
-- as:       view
-- columns:
--   set_id      sites that are alike, as in site_principals
--   principal   the member, team or organisation, as in principal_numbers
--   members     how many members it reaches
--   is_largest  none of the others reaches more; one of each set
select
    s.set_id, n.principal, n.members,
    row_number() over (
        partition by s.set_id order by n.members desc, n.principal
    ) = 1 as is_largest
from (select distinct set_id, principal_kind, principal_id from site_principals) s
join principal_numbers n using (principal_kind, principal_id)
