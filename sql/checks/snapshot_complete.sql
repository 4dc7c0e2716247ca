-- title:    The snapshot is complete
-- severity: high
-- purpose:  Whether everything that the plan must ask was answered whole.
-- why:      What was not read cannot pass: other checks say not known, and some say less than there is.
-- fix:      See `sigma-audit snapshot show`, mend the credential or the network, and collect again.
-- grain:    subject_id
-- columns:
--   subject_kind  snapshot
--   subject_id    the snapshot
--   subject_name  when it was taken
--   status        pass, fail or not_known
--   reason        what is missing
--   plan          which questions were to be asked
with

short as (
    select count(*) as chains, min(endpoint || ' ' || status || ' ' || coalesce(detail, '')) as example
    from coverage
    where is_required and is_used and status not in ('complete', 'vanished')
)

select
    'snapshot' as subject_kind, i.snapshot_id as subject_id,
    strftime(i.taken_at, '%Y-%m-%d %H:%M') as subject_name,
    if(i.status = 'complete', 'pass', 'fail') as status,
    case
        when i.status = 'complete' then 'Everything that the plan ' || i.plan || ' asks was answered'
        when s.chains > 0 then s.chains || ' required questions were not answered: ' || trim(s.example)
        else 'The answers were not read by an Admin, or were still changing'
    end as reason,
    i.plan
from snapshot_info i
cross join short s
