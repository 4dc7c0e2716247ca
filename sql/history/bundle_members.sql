-- purpose:  Members whose wide principals are not the same on both sides, or who are capped otherwise,
--           with each bundle where that may matter.
-- grain:    bundle_no, member_no
-- columns:
--   bundle_no    as in group_bundles
--   member_no    as in compared_members
--   shape_no     as in group_bundles
--   held_before  the wide principals of the bundle that they held, one bit for each
--   held_after   those that they hold
with

moved as (
    select h.member_no, h.held_before, h.held_after, m.is_cap_moved
    from wide_holdings h
    join compared_members m using (member_no)
    where m.is_cap_moved or h.held_before <> h.held_after
),

bundles as (
    select distinct bundle_no, shape_no, wides from group_bundles
),

held as (
    select
        w.wides, m.member_no, m.held_before & w.wides as held_before, m.held_after & w.wides as held_after
    from (select distinct wides from bundles) w
    join moved m
        on (m.held_before | m.held_after) & w.wides <> 0
        and (m.is_cap_moved or m.held_before & w.wides <> m.held_after & w.wides)
)

select b.bundle_no, h.member_no, b.shape_no, h.held_before, h.held_after
from bundles b
join held h using (wides)
