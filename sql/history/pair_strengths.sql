-- purpose:  How strongly each touched pair, and each cell of members where wide principals moved, was
--           and is reached by all principals together; of pairs, those of whom that may be of account.
-- grain:    member_no, cell_no, bundle_no, group_no, owned_id
-- columns:
--   member_no     as in compared_members; 0 for a cell
--   cell_no       as in wide_cells; 0 for a member looked at alone
--   bundle_no     as in group_bundles; 0 for a group looked at alone
--   group_no      as in inode_groups; one of those of a bundle
--   owned_id      one inode that the member owns or owned; empty for all the others of the group
--   member_count  how many members
--   inode_count   how many inodes
--   held_before   which principals of the group the member held, one bit for each
--   held_after    likewise in the later snapshot
--   is_crowded    the group has more principals than there are bits
--   moved_no      one of the principals that the member held on one side alone; 0 for none
--   kind_code     class, sort and strengths in one number, as pair_kinds reads it
with

narrow as (
    select
        t.member_no, t.group_no,
        max(p.rank_before) filter (h.is_before) as rank_before,
        max(p.rank_after) filter (h.is_after) as rank_after,
        bool_or(p.writes_before and h.is_before) as writes_before,
        bool_or(p.writes_after and h.is_after) as writes_after,
        bool_or(p.is_in_before and h.is_before) as is_shown_before,
        bool_or(p.is_in_after and h.is_after) as is_shown_after,
        bit_or(if(h.is_before and p.bit_no < 62, 1::bigint << p.bit_no::integer, 0)) as bits_before,
        bit_or(if(h.is_after and p.bit_no < 62, 1::bigint << p.bit_no::integer, 0)) as bits_after,
        max(p.bit_no) >= 62 as is_crowded,
        max(if(h.is_before <> h.is_after, p.principal_no, 0)) as moved_no
    from touched_pairs t
    join group_principals p using (group_no)
    -- One number for both, so that groups are looked up first: few principals name a touched one.
    join compared_holders h
        on (h.principal_no::bigint << 32) | h.member_no = (p.principal_no::bigint << 32) | t.member_no
    where p.wide_no is null
    group by t.member_no, t.group_no
),

reached as (
    select
        t.member_no, t.group_no,
        greatest(coalesce(n.rank_before, 0), coalesce(w.rank_before, 0))::tinyint as rank_before,
        greatest(coalesce(n.rank_after, 0), coalesce(w.rank_after, 0))::tinyint as rank_after,
        coalesce(n.writes_before, false) or coalesce(w.writes_before, false) as writes_before,
        coalesce(n.writes_after, false) or coalesce(w.writes_after, false) as writes_after,
        coalesce(n.is_shown_before, false) or coalesce(w.is_shown_before, false) as is_shown_before,
        coalesce(n.is_shown_after, false) or coalesce(w.is_shown_after, false) as is_shown_after,
        coalesce(n.bits_before, 0) | coalesce(w.bits_before, 0) as held_before,
        coalesce(n.bits_after, 0) | coalesce(w.bits_after, 0) as held_after,
        coalesce(n.is_crowded, false) as is_crowded,
        greatest(coalesce(n.moved_no, 0), coalesce(w.moved_no, 0)) as moved_no
    from touched_pairs t
    left join narrow n using (member_no, group_no)
    left join group_shapes g using (group_no)
    left join wide_holdings h using (member_no)
    left join wide_strengths w
        on w.shape_no = g.shape_no and w.held_before = h.held_before & g.wides
        and w.held_after = h.held_after & g.wides
    where n.member_no is not null or w.shape_no is not null
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

excepted as (
    select group_no, cell_no, count(*) as member_count
    from wide_exceptions
    group by group_no, cell_no
),

apart as (
    select member_no, bundle_no, sum(inode_count) as inode_count
    from bundle_exceptions
    group by member_no, bundle_no
),

bundles as (
    select bundle_no, min(group_no) as group_no, sum(inode_count) as inode_count
    from group_bundles
    group by bundle_no
),

top as (
    select max(rank)::tinyint as edit_rank from after.main.permission_levels where permission = 'edit'
),

-- What something was and is reached with, by a member alone or by all of a cell.
strengths as (
    select
        r.member_no, 0 as cell_no, 0 as bundle_no, r.group_no, '' as owned_id, 1 as member_count,
        g.inode_count - coalesce(c.owned_count, 0) as inode_count,
        r.* exclude (member_no, group_no), m.class_no
    from reached r
    join inode_groups g using (group_no)
    join compared_members m using (member_no)
    left join owned_counts c using (member_no, group_no)
    where
        g.inode_count > coalesce(c.owned_count, 0)
        -- Reached as strongly as before, and capped alike, nothing is other than it was.
        and (
            r.rank_before <> r.rank_after or r.writes_before <> r.writes_after or m.is_cap_moved
            or g.class_before is distinct from g.class_after
        )
    union all by name
    select
        0 as member_no, c.cell_no, 0 as bundle_no, s.group_no, '' as owned_id,
        c.member_count - coalesce(e.member_count, 0) as member_count, g.inode_count,
        w.* exclude (shape_no, held_before, held_after, bits_before, bits_after, moved_no),
        w.bits_before as held_before, w.bits_after as held_after, false as is_crowded, 0 as moved_no, c.class_no
    from group_shapes s
    join wide_cells c using (wides)
    join wide_strengths w
        on w.shape_no = s.shape_no and w.held_before = c.held and w.held_after = c.held
    join inode_groups g using (group_no)
    left join excepted e on e.group_no = s.group_no and e.cell_no = c.cell_no
    where s.is_moved and c.member_count > coalesce(e.member_count, 0)
    union all by name
    select
        b.member_no, 0 as cell_no, b.bundle_no, k.group_no, '' as owned_id, 1 as member_count,
        k.inode_count - coalesce(a.inode_count, 0) as inode_count,
        w.* exclude (shape_no, held_before, held_after, bits_before, bits_after),
        w.bits_before as held_before, w.bits_after as held_after, false as is_crowded, m.class_no
    from bundle_members b
    join bundles k using (bundle_no)
    join wide_strengths w using (shape_no, held_before, held_after)
    join compared_members m using (member_no)
    left join apart a using (member_no, bundle_no)
    where k.inode_count > coalesce(a.inode_count, 0)
    union all by name
    select
        o.member_no, 0 as cell_no, 0 as bundle_no, o.group_no, o.inode_id as owned_id, 1 as member_count, 1 as inode_count,
        greatest(coalesce(r.rank_before, 0), if(o.is_before, t.edit_rank, 0))::tinyint as rank_before,
        greatest(coalesce(r.rank_after, 0), if(o.is_after, t.edit_rank, 0))::tinyint as rank_after,
        coalesce(r.writes_before, false) as writes_before, coalesce(r.writes_after, false) as writes_after,
        coalesce(r.is_shown_before, false) or o.is_before as is_shown_before,
        coalesce(r.is_shown_after, false) or o.is_after as is_shown_after,
        0 as held_before, 0 as held_after, true as is_crowded, 0 as moved_no, m.class_no
    from owned o
    join compared_members m using (member_no)
    cross join top t
    left join reached r on r.member_no = o.member_no and r.group_no = o.group_no
)

select
    s.member_no, s.cell_no, s.bundle_no, s.group_no, s.owned_id,
    s.member_count::integer as member_count, s.inode_count::integer as inode_count,
    s.held_before, s.held_after, s.is_crowded, s.moved_no,
    (s.class_no::bigint << 32) | (g.sort_no::bigint << 12)
    | (s.rank_before::bigint << 8) | (s.rank_after::bigint << 4)
    | (s.writes_before::bigint << 3) | (s.writes_after::bigint << 2)
    | (s.is_shown_before::bigint << 1) | s.is_shown_after::bigint as kind_code
from strengths s
join inode_groups g using (group_no)
