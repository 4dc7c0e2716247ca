-- purpose:  The counts that say how far this snapshot can be trusted.
-- grain:    snapshot_id
-- as:       view
-- columns:
--   snapshot_id         the snapshot
--   gap_count           places where access may be missing or be stronger than shown
--   organization_count  of these, places where only a grant to the whole organisation could hide
--   commonest_gap       the reason most of them share
--   page_count          answers received
--   move_count          changes seen among members, teams and grants while it was read
--   word_count          words and shapes that are not understood
--   fault_count         rows found by questions that must find nothing
--   both_count          grants that principal and object were both asked about, whole
--   agree_count         of these, grants of which both tell the same
--   difference_count    grants of which the two sweeps do not tell the same, unexplained
with

gaps as (
    select
        count(*) as gap_count,
        count(*) filter (principal_kind = 'organization') as organization_count,
        mode(reason order by reason) as commonest_gap
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
),

sweeps as (
    select both_count, agree_count, unexplained_count as difference_count
    from sweep_agreement
)

select
    i.snapshot_id, g.gap_count, g.organization_count, g.commonest_gap, a.page_count,
    m.move_count, w.word_count, f.fault_count,
    s.both_count, s.agree_count, s.difference_count
from snapshot_info i
cross join gaps g
cross join answers a
cross join moves m
cross join words w
cross join faults f
cross join sweeps s
