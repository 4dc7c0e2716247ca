-- title:    Nothing has grown out of proportion since the baseline
-- severity: medium
-- purpose:  How much each figure that is watched has grown since the snapshot given as the baseline.
-- why:      Grants and guests pile up one by one, and nobody notices until a review.
-- fix:      Look at what was added (sigma-audit diff), and take back what is not needed.
-- grain:    subject_id
-- columns:
--   subject_kind  measure
--   subject_id    what is counted
--   subject_name  what is counted
--   status        pass, fail or not_known
--   reason        from what to what
--   before        how many at the baseline
--   after         how many now
-- params:
--   percent integer = 20 — growth beyond this share is too much
--   least integer = 3 — growth by fewer than this is never too much
with

measured as (
    select p.measure, b.amount as before, p.amount as after, s.taken_at, s.status
    from policy_measures p
    left join input.baseline_measures b using (measure)
    left join input.baseline s on true
),

whole as (
    select status = 'complete' as is_whole from snapshot_info
)

select
    'measure' as subject_kind, m.measure as subject_id, m.measure as subject_name,
    case
        when m.before is null then 'not_known'
        when m.after - m.before >= $least::integer
            and m.after * 100 > m.before * (100 + $percent::integer)
            then if(m.status = 'complete', 'fail', 'not_known')
        when not w.is_whole then 'not_known'
        else 'pass'
    end as status,
    case
        when m.before is null then 'No baseline was given to compare ' || m.measure || ' with'
        else 'There are ' || m.after || ' ' || m.measure || '; on '
            || strftime(m.taken_at, '%Y-%m-%d') || ' there were ' || m.before
            || if(w.is_whole and m.status = 'complete', '', ', and one of the two snapshots is incomplete')
    end as reason,
    m.before, m.after
from measured m
cross join whole w
