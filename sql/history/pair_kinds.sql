-- purpose:  In how many ways access is not the same in both snapshots, over members and inodes that are
--           alike: what each shows and how far its word can be taken.
-- grain:    kind_code
-- columns:
--   kind_code         class, sort and strengths in one number, as pair_strengths gives them
--   plane             content or data
--   rank_before       place in the order of the strongest that counts; 0 when none does
--   rank_after        likewise in the later snapshot
--   effective_before  effective_permission in the earlier snapshot
--   effective_after   effective_permission in the later one
--   writes_before     can_write_back in the earlier snapshot
--   writes_after      can_write_back in the later one
--   is_exact_before   nothing unread could raise it in the earlier snapshot
--   is_exact_after    nothing unread could raise it in the later one
--   is_barred_before  the member could use nothing in the earlier snapshot
--   is_barred_after   the member can use nothing in the later one
--   has_cap           what caps it is known: account type and kind, or on both sides equally not
with

kinds as (
    select
        kind_code, kind_code >> 32 as class_no, (kind_code >> 12) & 1048575 as sort_no,
        ((kind_code >> 8) & 15)::tinyint as rank_before, ((kind_code >> 4) & 15)::tinyint as rank_after,
        (kind_code >> 3) & 1 = 1 as writes_before, (kind_code >> 2) & 1 = 1 as writes_after,
        (kind_code >> 1) & 1 = 1 as is_shown_before, kind_code & 1 = 1 as is_shown_after
    from (select distinct kind_code from pair_strengths)
),

-- One member of each class, and one group of each sort, speaks for all.
classes as (
    select distinct on (class_no) * from compared_members
),

sorts as (
    select distinct on (sort_no) * from inode_groups
),

capped as (
    select
        s.* exclude (writes_before, writes_after, class_no, sort_no), g.plane,
        m.* exclude (member_no, member_id, class_no),
        g.* exclude (group_no, inode_count, plane, is_open_before, is_open_after, sort_no),
        g.is_open_before as is_inode_open_before, g.is_open_after as is_inode_open_after,
        if(m.is_usable_before, b.permission, null) as effective_before,
        if(m.is_usable_after, a.permission, null) as effective_after,
        m.is_usable_before and s.writes_before and wb.permission is not null as writes_before,
        m.is_usable_after and s.writes_after and wa.permission is not null as writes_after,
        case
            when not s.is_shown_before then null
            when m.is_usable_before and b.certainty <> 'known' then b.certainty
            when m.is_usable_before and g.plane = 'data' and s.writes_before then wb.certainty
            else 'known'
        end as cap_before,
        case
            when not s.is_shown_after then null
            when m.is_usable_after and a.certainty <> 'known' then a.certainty
            when m.is_usable_after and g.plane = 'data' and s.writes_after then wa.certainty
            else 'known'
        end as cap_after
    from kinds s
    join classes m using (class_no)
    join sorts g using (sort_no)
    left join ranked_caps b
        on b.side = 'before' and b.account_type_id = m.type_before
        and b.permission_class = g.class_before and b.rank = s.rank_before and s.rank_before > 0
    left join ranked_caps a
        on a.side = 'after' and a.account_type_id = m.type_after
        and a.permission_class = g.class_after and a.rank = s.rank_after and s.rank_after > 0
    left join ranked_caps wb
        on wb.side = 'before' and wb.account_type_id = m.type_before
        and wb.permission_class = g.class_before and wb.rank = 0 and g.plane = 'data'
    left join ranked_caps wa
        on wa.side = 'after' and wa.account_type_id = m.type_after
        and wa.permission_class = g.class_after and wa.rank = 0 and g.plane = 'data'
),

differing as (
    select * exclude (writes_before, writes_after),
        coalesce(writes_before, false) as writes_before, coalesce(writes_after, false) as writes_after
    from capped
    where
        rank_before <> rank_after or effective_before is distinct from effective_after
        or coalesce(writes_before, false) <> coalesce(writes_after, false)
),

tops as (
    select plane, max(rank) as top_rank from after.main.permission_levels group by plane
)

select
    d.kind_code, d.plane, d.rank_before, d.rank_after,
    d.effective_before, d.effective_after, d.writes_before, d.writes_after,
    -- Nobody reaches what is known not to be there, and nothing does who is known not to be.
    case
        when not d.is_there_before and not d.is_open_before then true
        when d.class_before is null and not d.is_inode_open_before then true
        when not d.is_there_before or d.class_before is null then false
        when d.rank_before = t.top_rank then true
        when d.gap_before = 2 or list_contains(d.gap_planes_before, d.plane) then false
        else d.gap_before = 0
            or not (d.is_everyone_before or (d.is_everyone_after and not d.is_shown_before))
    end as is_exact_before,
    case
        when not d.is_there_after and not d.is_open_after then true
        when d.class_after is null and not d.is_inode_open_after then true
        when not d.is_there_after or d.class_after is null then false
        when d.rank_after = t.top_rank then true
        when d.gap_after = 2 or list_contains(d.gap_planes_after, d.plane) then false
        else d.gap_after = 0
            or not (d.is_everyone_after or (d.is_everyone_before and not d.is_shown_after))
    end as is_exact_after,
    d.is_there_before and not d.is_usable_before as is_barred_before,
    d.is_there_after and not d.is_usable_after as is_barred_after,
    -- A cap is comparable where both sides know it, or both go without it for want of its words.
    coalesce(d.cap_before, d.cap_after) <> 'not_read'
    and coalesce(d.cap_before, d.cap_after) = coalesce(d.cap_after, d.cap_before)
    -- Of what kind a thing is, only one side has seen: what its kind lets through says nothing.
    and not coalesce(
        d.class_before <> d.class_after and 'unknown' in (d.class_before, d.class_after), false
    ) as has_cap
from differing d
join tops t using (plane)
