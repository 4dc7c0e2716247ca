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

latest as (
    select status = 'complete' as is_whole, plan from snapshot_info
),

measured as (
    select
        p.measure, b.amount as before, p.amount as after, s.taken_at, s.status,
        l.is_whole and s.status = 'complete' as are_whole,
        -- People and teams are asked for in every plan; which grants are shown is the plan's matter.
        contains(p.measure, 'grants') and s.plan <> l.plan as is_asked_otherwise,
        s.plan as plan_before, l.plan as plan_after, l.is_whole
    from policy_measures p
    cross join latest l
    left join input.baseline_measures b using (measure)
    left join input.baseline s on true
)

select
    'measure' as subject_kind, measure as subject_id, measure as subject_name,
    case
        when before is null or is_asked_otherwise then 'not_known'
        when after - before >= $least::integer and after * 100 > before * (100 + $percent::integer)
            then if(status = 'complete', 'fail', 'not_known')
        when not is_whole then 'not_known'
        else 'pass'
    end as status,
    case
        when before is null then 'No baseline was given to compare ' || measure || ' with'
        else 'There are ' || after || ' ' || measure || '; on '
            || strftime(taken_at, '%Y-%m-%d') || ' there were ' || before
            || if(is_asked_otherwise, ', as plan ' || plan_before || ' shows them, not ' || plan_after, '')
            || if(are_whole, '', ', and one of the two snapshots is incomplete')
    end as reason,
    before, after
from measured
