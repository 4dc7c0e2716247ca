-- purpose:  Chains about people that this run's plan asks and that have not ended: what `open_chains`
--           says of them, from the lists of people alone.
-- grain:    endpoint, parent_id
-- columns:
--   endpoint    name of the endpoint
--   parent_id   what it is asked for
with

chains_ended as (
    select endpoint, parent_id from meta.chains where status <> 'open'
)

select p.endpoint, p.parent_id
from planned_people p
anti join chains_ended using (endpoint, parent_id)
cross join meta.run as run
where contains(p.plans, run.plan)
