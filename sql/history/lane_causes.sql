-- purpose:  Which set of changes brought about each change of access.
-- grain:    member_no, group_no, owned_id, column
-- columns:
--   member_no  as in access_lanes
--   group_no   as in access_lanes
--   owned_id   as in access_lanes
--   column     as in access_lanes
--   cause_no   counts the sets, as in cause_sets
select f.member_no, f.group_no, f.owned_id, f."column", s.cause_no
from lane_change_sets f
join cause_sets s using (change_nos)
