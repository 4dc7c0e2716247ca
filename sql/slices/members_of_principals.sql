-- purpose:  Whom the reasons for access to the inode asked about reach.
-- grain:    principal_kind, principal_id, member_id, team_id
-- columns:
--   principal_kind  as in model/principal_members
--   principal_id    as in model/principal_members
--   member_id       as in model/principal_members
--   team_id         as in model/principal_members
-- params:
--   member_id varchar = null — the member asked about; null: everybody
select p.principal_kind, p.principal_id, p.member_id, p.team_id
from main.principal_members p
semi join series.asked_principals a using (principal_id)
where p.member_id = coalesce($member_id, p.member_id)
