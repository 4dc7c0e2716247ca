-- purpose:  What changed between two readings within this one run.
-- grain:    entity, member_id, team_id, change, detail
-- columns:
--   entity     member, team or team_member
--   member_id  the member, where it is about one
--   team_id    the team, where it is about one
--   change     what happened to it
--   detail     in words
select distinct entity, member_id, team_id, change, detail,
from moved
order by all
