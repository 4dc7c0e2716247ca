-- purpose:  Chains to read again, because what they named answered that it is gone.
-- grain:    endpoint, parent_id
-- as:       view
-- columns:
--   endpoint    name of the endpoint
--   parent_id   what it is asked for, '' for none
--   reading     the reading to ask for next
with

unconfirmed as (
    select gone_chains.parent_id as subject_id, max(chains.ended_at) as gone_at
    from gone_chains
    join meta.chains as chains using (endpoint, parent_id, reading)
    where not gone_chains.is_confirmed
    group by gone_chains.parent_id
),

last_readings as (
    select endpoint, parent_id, max(reading) as reading,
        arg_max(started_at, reading) as started_at
    from meta.chains
    group by endpoint, parent_id
)

select distinct mentions.endpoint, mentions.parent_id, last_readings.reading + 1 as reading
from mentions
join unconfirmed using (subject_id)
join last_readings using (endpoint, parent_id)
where mentions.parent_id <> mentions.subject_id
    and (last_readings.reading = 1 or last_readings.started_at < unconfirmed.gone_at)
