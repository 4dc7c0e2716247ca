-- purpose:  Pairs, and cells of members, whose access is not the same in both snapshots, in numbers.
-- grain:    member_no, cell_no, bundle_no, group_no, owned_id, lane_no
-- columns:
--   member_no     as in pair_strengths
--   cell_no       as in pair_strengths
--   bundle_no     as in pair_strengths
--   group_no      as in pair_strengths
--   owned_id      as in pair_strengths
--   member_count  as in pair_strengths
--   inode_count   as in pair_strengths
--   lane_no       what of it is not the same, as in lane_kinds
--   reason_no     as in lane_kinds
--   held_before   as in pair_strengths
--   held_after    as in pair_strengths
--   is_crowded    as in pair_strengths
--   own_no        the member, where the cause may be theirs alone; else 0
--   at_group      the group, where the cause may lie there; 0 where it can only lie with who it is
--   at_before     held_before, beside a group
--   at_after      held_after, beside a group
--   moved_no      without a group: the one principal that the member held on one side alone, else 0
with

-- Of whom a change says what they hold, or whether they are there.
own_holders as (
    select member_no from holder_facts
    union
    select member_no from compared_members where is_there_before <> is_there_after
),

pairs as (
    select
        s.member_no, s.cell_no, s.bundle_no, s.group_no, s.owned_id, s.member_count,
        s.inode_count, k.lane_no, k.reason_no, s.held_before, s.held_after, s.is_crowded,
        -- What only decides how much can be used has no part in what was granted.
        if(
            s.is_crowded or s.held_before <> s.held_after
            or (m.is_apart and (k."column" <> 'granted_permission' or h.member_no is not null)),
            s.member_no, 0
        ) as own_no,
        s.moved_no,
        -- Of several principals, which ones matter depends on how strongly each reaches the group.
        g.group_no is not null and not s.is_crowded
        and bit_count(xor(s.held_before, s.held_after)) <= if(k."column" = 'can_write_back', 0, 1)
            as is_steady
    from pair_strengths s
    join lane_kinds k using (kind_code)
    left join compared_members m using (member_no)
    left join own_holders h using (member_no)
    left join steady_groups g using (group_no)
)

select
    * exclude (is_steady, moved_no),
    if(is_steady, 0, group_no) as at_group, if(is_steady, 0, held_before) as at_before,
    if(is_steady, 0, held_after) as at_after, if(is_steady, moved_no, 0) as moved_no
from pairs
