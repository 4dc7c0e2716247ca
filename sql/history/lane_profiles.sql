-- purpose:  Changes of access that have the same cause for sure: of one group, by members who hold the
--           same of its principals on both sides. One member stands for all of them.
-- grain:    profile_no
-- columns:
--   profile_no    counts them
--   member_no     a member of whom it is so; 0 where only cells are
--   group_no      as in moved_pairs
--   owned_id      as in moved_pairs
--   lane_no       as in moved_pairs
--   column        as in lane_kinds
--   before_rank   as in lane_kinds
--   after_rank    as in lane_kinds
--   granted_rank  as in lane_kinds
--   held_before   as in moved_pairs
--   held_after    as in moved_pairs
--   own_no        as in moved_pairs
--   is_crowded    as in moved_pairs
with

profiles as (
    select
        max(member_no) as member_no, group_no, owned_id, lane_no, held_before, held_after, own_no,
        any_value(is_crowded) as is_crowded
    from moved_pairs
    group by group_no, owned_id, lane_no, held_before, held_after, own_no
)

select
    row_number() over ()::integer as profile_no, p.member_no, p.group_no, p.owned_id, p.lane_no,
    k."column", k.before_rank, k.after_rank, k.granted_rank, p.held_before, p.held_after, p.own_no,
    p.is_crowded
from profiles p
join lane_kinds k using (lane_no)
where k.change <> 'not_known'
