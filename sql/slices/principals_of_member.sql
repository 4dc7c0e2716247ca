-- purpose:  As what the member asked about may be granted something: in person, in teams, as one of all.
-- grain:    principal_kind, principal_id, member_id, team_id
-- columns:
--   principal_kind  as in model/principal_members
--   principal_id    as in model/principal_members
--   member_id       as in model/principal_members
--   team_id         as in model/principal_members
-- params:
--   member_id varchar — the member asked about
select principal_kind, principal_id, member_id, team_id
from main.principal_members
where member_id = $member_id
