-- purpose:  What either of two snapshots could not tell, one row for each reason.
-- grain:    side, endpoint, reason, plane, principal_kind
-- columns:
--   side            before or after
--   endpoint        the question that was not answered
--   reason          what is missing, in words
--   plane           content or data; null for both
--   principal_kind  organization when only an organisation-wide grant may be missing
--   gap_count       gaps of this kind
with

gaps as (
    select 'before' as side, endpoint, reason, plane, principal_kind from before.main.not_known
    union all
    select 'after', endpoint, reason, plane, principal_kind from after.main.not_known
)

select side, endpoint, reason, plane, principal_kind, count(*) as gap_count
from gaps
group by all
order by all
