-- purpose:  The changes that had a part in each change of access.
-- grain:    member_no, group_no, owned_id, column
-- columns:
--   member_no   as in access_lanes
--   group_no    as in access_lanes
--   owned_id    as in access_lanes
--   column      as in access_lanes
--   change_nos  the changes, in order
select
    member_no, group_no, owned_id, "column",
    list(change_no order by change_no) as change_nos
from access_facts
group by member_no, group_no, owned_id, "column"
