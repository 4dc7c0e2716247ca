-- purpose:  Changes of access that have the same cause for sure: of one group, by members who hold the
--           same of its principals on both sides, or of one member where nothing about the groups
--           changed. One of them stands for all.
-- grain:    profile_no
-- columns:
--   profile_no    counts them
--   member_no     a member of whom it is so; 0 where only cells are
--   group_no      a group of which it is so
--   owned_id      as in moved_pairs
--   reason_no     as in moved_pairs
--   column        as in lane_kinds
--   before_rank   as in lane_kinds
--   after_rank    as in lane_kinds
--   granted_rank  as in lane_kinds
--   held_before   as in moved_pairs, of that member and group
--   held_after    likewise
--   is_crowded    likewise
--   own_no        as in moved_pairs
--   at_group      as in moved_pairs
--   at_before     as in moved_pairs
--   at_after      as in moved_pairs
--   moved_no      as in moved_pairs
with

-- One lane of each reason speaks for all.
reasons as (
    select distinct on (reason_no) * from lane_kinds where change <> 'not_known'
),

profiles as (
    select
        at_group, owned_id, reason_no, at_before, at_after, moved_no, own_no,
        arg_max((member_no, group_no, held_before, held_after, is_crowded), member_no) as one
    from moved_pairs
    semi join reasons using (reason_no)
    group by at_group, owned_id, reason_no, at_before, at_after, moved_no, own_no
)

select
    row_number() over ()::integer as profile_no, p.one[1] as member_no, p.one[2] as group_no,
    p.owned_id, p.reason_no, k."column", k.before_rank, k.after_rank, k.granted_rank,
    p.one[3] as held_before, p.one[4] as held_after, p.one[5] as is_crowded,
    p.own_no, p.at_group, p.at_before, p.at_after, p.moved_no
from profiles p
join reasons k using (reason_no)
