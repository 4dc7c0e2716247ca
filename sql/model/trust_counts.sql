-- purpose:  The counts that say how far this snapshot can be trusted.
-- grain:    snapshot_id
-- as:       view
-- columns:
--   snapshot_id         the snapshot
--   gap_count           places where access may be missing or be stronger than shown
--   organization_count  of these, places where only a grant to the whole organisation could hide
--   commonest_gap       the reason most of them share
--   page_count          answers received
--   move_count          changes seen among members and teams while it was read
--   word_count          words and shapes that are not understood
--   fault_count         rows found by questions that must find nothing
with

gaps as (
    select
        count(*) as gap_count,
        count(*) filter (principal_kind = 'organization') as organization_count,
        mode(reason) as commonest_gap
    from not_known
),

answers as (
    select sum(pages)::bigint as page_count
    from coverage
),

moves as (
    select count(*) as move_count
    from moved
),

words as (
    select count(*) as word_count
    from new_words
),

faults as (
    select coalesce(sum(found), 0)::bigint as fault_count
    from meta.integrity
)

select
    i.snapshot_id, g.gap_count, g.organization_count, g.commonest_gap, a.page_count,
    m.move_count, w.word_count, f.fault_count
from snapshot_info i
cross join gaps g
cross join answers a
cross join moves m
cross join words w
cross join faults f
