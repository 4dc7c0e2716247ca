-- purpose:  Whom a principal stands for, by number: a member has the number of the principal that stands
--           for them alone.
-- grain:    principal, member
-- as:       view
-- columns:
--   principal  the principal, as in principal_numbers
--   member     a member it stands for, as in principal_numbers
select p.principal, m.principal as member
from principal_members s
join principal_numbers p
    on p.principal_kind = s.principal_kind and p.principal_id = s.principal_id
join principal_numbers m on m.principal_kind = 'member' and m.principal_id = s.member_id
