-- purpose:  Which set of changes brought about each change of access.
-- grain:    profile_no
-- columns:
--   profile_no  as in lane_profiles
--   cause_no    counts the sets, as in cause_sets
select p.profile_no, s.cause_no
from profile_changes p
join cause_sets s using (change_nos)
