-- purpose:  How strongly the wide principals of a shape together reach who holds which of them.
-- grain:    shape_no, held_before, held_after
-- columns:
--   shape_no         as in group_shapes
--   held_before      which of its wide principals are held in the earlier snapshot, one bit for each
--   held_after       likewise in the later one
--   rank_before      as in pair_kinds
--   rank_after       as in pair_kinds
--   writes_before    as in pair_kinds
--   writes_after     as in pair_kinds
--   is_shown_before  as in pair_kinds
--   is_shown_after   as in pair_kinds
--   bits_before      the same as held_before, by the bits of the group
--   bits_after       the same as held_after, by the bits of the group
--   moved_no         one of the principals held on one side alone; 0 for none
with

shapes as (
    select shape_no, min(group_no) as group_no, any_value(wides) as wides
    from group_shapes
    group by shape_no
),

holdings as (
    select distinct held_before, held_after from wide_holdings
),

held as (
    select distinct
        s.wides, h.held_before & s.wides as held_before, h.held_after & s.wides as held_after
    from (select distinct wides from shapes) s
    join holdings h on (h.held_before | h.held_after) & s.wides <> 0
),

entries as (
    select
        s.shape_no, h.held_before, h.held_after, p.* exclude (group_no),
        (h.held_before >> p.wide_no) & 1 = 1 as is_before,
        (h.held_after >> p.wide_no) & 1 = 1 as is_after
    from shapes s
    join held h using (wides)
    join group_principals p using (group_no)
    where p.wide_no is not null
)

select
    shape_no, held_before, held_after,
    coalesce(max(rank_before) filter (is_before), 0)::tinyint as rank_before,
    coalesce(max(rank_after) filter (is_after), 0)::tinyint as rank_after,
    bool_or(writes_before and is_before) as writes_before,
    bool_or(writes_after and is_after) as writes_after,
    bool_or(is_in_before and is_before) as is_shown_before,
    bool_or(is_in_after and is_after) as is_shown_after,
    bit_or(if(is_before, 1::bigint << bit_no::integer, 0)) as bits_before,
    bit_or(if(is_after, 1::bigint << bit_no::integer, 0)) as bits_after,
    max(if(is_before <> is_after, principal_no, 0)) as moved_no
from entries
group by shape_no, held_before, held_after
