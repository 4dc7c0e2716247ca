-- purpose:  Chains answered with "gone" (404, 409, 410), and whether anything still mentions them.
-- grain:    endpoint, parent_id
-- columns:
--   endpoint       name of the endpoint
--   parent_id      what it was asked for
--   reading        the reading that ended so
--   is_mentioned   an answer of the last reading of its chain still names it, or could not be had
--   is_confirmed   every chain that named it has been read again
with

last_readings as (
    select c.endpoint, c.parent_id, c.reading, c.status, c.http_status, c.started_at, c.ended_at
    from meta.chains c
    join chosen_readings u
        on u.endpoint = c.endpoint and u.parent_id = c.parent_id and u.last_reading = c.reading
),

gone as (
    select
        last_readings.endpoint, last_readings.parent_id, last_readings.reading,
        last_readings.parent_id as subject_id, last_readings.ended_at
    from last_readings
    where status in ('failed', 'vanished') and http_status in (404, 409, 410) and parent_id <> ''
        and endpoint not in (select endpoint from extra_endpoints)
),

naming as materialized (
    select m.subject_id, m.endpoint, m.parent_id, m.reading, gone.ended_at as gone_at
    from mentions m
    join gone using (subject_id)
),

-- A chain that was asked for the thing itself proves nothing about whether it is still listed.
chains_naming as (
    select distinct subject_id, endpoint, parent_id, gone_at
    from naming
    where parent_id <> subject_id
),

now_naming as (
    select
        chains_naming.subject_id,
        coalesce(naming.subject_id is not null, false)
            or not (
                last_readings.status = 'complete'
                or coalesce(last_readings.http_status in (404, 409, 410), false)
            ) as is_mentioned,
        last_readings.reading > 1
            and last_readings.started_at >= chains_naming.gone_at as is_read_again
    from chains_naming
    join last_readings
        on last_readings.endpoint = chains_naming.endpoint
        and last_readings.parent_id = chains_naming.parent_id
    left join naming
        on naming.subject_id = chains_naming.subject_id
        and naming.endpoint = chains_naming.endpoint
        and naming.parent_id = chains_naming.parent_id
        and naming.reading = last_readings.reading
)

select
    gone.endpoint, gone.parent_id, gone.reading,
    coalesce(bool_or(now_naming.is_mentioned), false) as is_mentioned,
    coalesce(bool_and(now_naming.is_read_again), true) as is_confirmed
from gone
left join now_naming using (subject_id)
group by gone.endpoint, gone.parent_id, gone.reading
