-- purpose:  Chains that this run's plan asks and that have not ended: empty in a sealed snapshot.
-- grain:    endpoint, parent_id
-- as:       view
-- columns:
--   endpoint    name of the endpoint
--   parent_id   what it is asked for, '' for none
with

chains_ended as (
    select endpoint, parent_id from meta.chains where status <> 'open'
)

select planned_chains.endpoint, planned_chains.parent_id
from planned_chains
anti join chains_ended using (endpoint, parent_id)
where planned_chains.is_asked
