-- purpose:  Which set of changes brought about each change of access.
-- grain:    member_no, group_no, owned_id, column
-- as:       view
-- columns:
--   member_no  as in access_lanes
--   group_no   as in access_lanes
--   owned_id   as in access_lanes
--   column     as in access_lanes
--   cause_no   counts the sets, as in cause_sets
select l.member_no, l.group_no, l.owned_id, l."column", s.cause_no
from access_lanes l
join lane_profiles p
    using (
        group_no, owned_id, "column", before_rank, after_rank, granted_rank, held_before, held_after,
        cap_no, own_no
    )
join profile_changes c using (profile_no)
join cause_sets s using (change_nos)
where l.change <> 'not_known'
