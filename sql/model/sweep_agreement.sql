-- purpose:  How far the two sweeps, principal by principal and object by object, tell the same.
-- grain:    one_row
-- columns:
--   one_row            always 1
--   both_count         grants to members and teams that both sides were asked about, whole
--   agree_count        of these, grants that both tell alike
--   explained_count    of the rest, those that something explains
--   unexplained_count  of the rest, those that nothing explains
with

sightings as (
    select
        count(*) as both_count,
        count(*) filter (principal_permission is not distinct from object_permission) as agree_count
    from sweep_sightings
),

differences as (
    select
        count(*) filter (explanation <> 'unexplained') as explained_count,
        count(*) filter (explanation = 'unexplained') as unexplained_count
    from sweep_differences
)

select 1 as one_row, both_count, agree_count, explained_count, unexplained_count
from sightings
cross join differences
