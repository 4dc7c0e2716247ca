-- purpose:  Every reason that names a member reaches that member.
-- grain:    reason_id
-- columns:
--   reason_id     the reason
--   principal_id  the member it names
select s.reason_id, s.principal_id
from access_sources s
anti join principal_members p using (principal_kind, principal_id)
where s.principal_kind = 'member'
