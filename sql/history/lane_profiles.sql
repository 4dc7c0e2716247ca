-- purpose:  Changes of access that have the same cause for sure: of one group, by members who hold the
--           same of its principals on both sides. One member stands for all of them.
-- grain:    profile_no
-- columns:
--   profile_no    counts them
--   member_no     a member of whom it is so
--   group_no      as in access_lanes
--   owned_id      as in access_lanes
--   column        as in access_lanes
--   before_rank   as in access_lanes
--   after_rank    as in access_lanes
--   granted_rank  as in access_lanes
--   held_before   as in access_lanes
--   held_after    as in access_lanes
--   cap_no        as in access_lanes
--   own_no        as in access_lanes
with

profiles as (
    select
        min(member_no) as member_no, group_no, owned_id, "column", before_rank, after_rank,
        granted_rank, held_before, held_after, cap_no, own_no
    from access_lanes
    where change <> 'not_known'
    group by all
)

select
    row_number() over ()::integer as profile_no, member_no, group_no, owned_id, "column",
    before_rank, after_rank, granted_rank, held_before, held_after, cap_no, own_no
from profiles
