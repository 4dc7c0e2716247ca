-- purpose:  How strongly each touched pair was and is reached by all principals of the member together.
-- grain:    member_no, group_no, owned_id
-- as:       view
-- columns:
--   member_no     as in compared_members
--   group_no      as in inode_groups
--   owned_id      one inode that the member owns or owned; empty for all the others of the group
--   inode_count   how many inodes
--   rank_before   place in the order of the strongest that counts; 0 when none does
--   rank_after    likewise in the later snapshot
--   writes_before  it could write back, or administer
--   writes_after  likewise in the later snapshot
--   is_shown_before  something reached the pair, whether it counts or not
--   is_shown_after  likewise in the later snapshot
--   held_before   which principals of the group the member held, one bit for each
--   held_after    likewise in the later snapshot
--   is_crowded    the group has more principals than there are bits
with

reached as (
    select
        t.member_no, t.group_no,
        max(p.rank_before) filter (h.is_before) as rank_before,
        max(p.rank_after) filter (h.is_after) as rank_after,
        bool_or(p.writes_before and h.is_before) as writes_before,
        bool_or(p.writes_after and h.is_after) as writes_after,
        bool_or(p.is_in_before and h.is_before) as is_shown_before,
        bool_or(p.is_in_after and h.is_after) as is_shown_after,
        bit_or(if(h.is_before and p.bit_no < 62, 1::bigint << p.bit_no::integer, 0)) as held_before,
        bit_or(if(h.is_after and p.bit_no < 62, 1::bigint << p.bit_no::integer, 0)) as held_after,
        max(p.bit_no) >= 62 as is_crowded
    from touched_pairs t
    join group_principals p using (group_no)
    join compared_holders h using (principal_no, member_no)
    group by t.member_no, t.group_no
),

owned as (
    select o.*
    from owned_pairs o
    semi join touched_pairs t using (member_no, group_no)
),

owned_counts as (
    select member_no, group_no, count(*) as owned_count
    from owned
    group by member_no, group_no
),

top as (
    select max(rank)::tinyint as edit_rank from after.main.permission_levels where permission = 'edit'
)

select
    r.member_no, r.group_no, '' as owned_id, g.inode_count - coalesce(c.owned_count, 0) as inode_count,
    coalesce(r.rank_before, 0)::tinyint as rank_before,
    coalesce(r.rank_after, 0)::tinyint as rank_after,
    r.writes_before, r.writes_after, r.is_shown_before, r.is_shown_after,
    r.held_before, r.held_after, r.is_crowded
from reached r
join inode_groups g using (group_no)
left join owned_counts c using (member_no, group_no)
where g.inode_count > coalesce(c.owned_count, 0)
union all
select
    o.member_no, o.group_no, o.inode_id, 1,
    greatest(coalesce(r.rank_before, 0), if(o.is_before, t.edit_rank, 0))::tinyint,
    greatest(coalesce(r.rank_after, 0), if(o.is_after, t.edit_rank, 0))::tinyint,
    coalesce(r.writes_before, false), coalesce(r.writes_after, false),
    coalesce(r.is_shown_before, false) or o.is_before,
    coalesce(r.is_shown_after, false) or o.is_after,
    0, 0, true
from owned o
cross join top t
left join reached r using (member_no, group_no)
