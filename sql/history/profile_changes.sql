-- purpose:  The changes that had a part in each change of access.
-- grain:    profile_no
-- columns:
--   profile_no  as in lane_profiles
--   change_nos  the changes, in order
select profile_no, list(change_no order by change_no) as change_nos
from access_facts
group by profile_no
