-- purpose:  What was asked and what came back, chain by chain; what was not asked stands here too.
--           Absence is only known where the status is complete (D10).
-- grain:    endpoint, parent_id, reading
-- columns:
--   endpoint        which question
--   parent_id       of what; empty when of nothing
--   status          complete, forbidden, failed, not_asked, or vanished (gone, and unlisted since)
--   pages           pages received
--   rows_served     rows on them
--   declared_total  how many the API says there are, where it says so
--   rows_stored     rows kept, each once
--   retries         how often it had to be asked again
--   detail          what went wrong, or why it was not asked
--   reading         which time of asking, from 1; 0 when it was not asked
--   http_status     status of the last answer
--   is_required     this run's plan must ask it
--   duplicates      rows served again
--   is_last         the last reading of this chain
--   is_used         the reading the answers rest on
with

gone as (
    select endpoint, parent_id, reading
    from gone_chains
    where is_confirmed and not is_mentioned
),

asked as (
    select
        c.endpoint, c.parent_id, c.reading, c.status as said, c.pages, c.rows_served,
        c.declared_total, coalesce(n.rows_stored, 0) as rows_stored,
        coalesce(n.duplicates, 0) as duplicates, c.retries, c.http_status, c.detail,
        coalesce(p.is_required and p.is_asked, false) as is_required,
        c.reading = u.last_reading as is_last,
        c.reading = u.reading as is_used,
        g.endpoint is not null
            or (c.endpoint = 'datasets' and c.http_status in (404, 410)) as is_gone
    from meta.chains c
    join chosen_readings u on u.endpoint = c.endpoint and u.parent_id = c.parent_id
    left join chain_rows n
        on n.endpoint = c.endpoint and n.parent_id = c.parent_id and n.reading = c.reading
    left join planned_chains p on p.endpoint = c.endpoint and p.parent_id = c.parent_id
    left join gone g
        on g.endpoint = c.endpoint and g.parent_id = c.parent_id and g.reading = c.reading
),

judged as (
    select
        *,
        case
            when said = 'complete' and rows_served > rows_stored + duplicates
                then (rows_served - rows_stored - duplicates) || ' entries were errors, not rows'
            when said = 'complete' and rows_stored <> declared_total
                then rows_stored || ' rows of the ' || declared_total || ' declared'
            when said = 'open' then 'the run ended before it did'
        end as shortfall
    from asked
)

select
    endpoint, parent_id,
    case
        when said <> 'complete' and is_gone then 'vanished'
        when shortfall is not null or said = 'vanished' then 'failed'
        else said
    end as status,
    pages, rows_served, declared_total, rows_stored, retries,
    concat_ws('; ', nullif(detail, ''), shortfall) as detail,
    reading, http_status, is_required, duplicates, is_last, is_used
from judged
union all
select
    endpoint, parent_id, 'not_asked', 0, 0, null, 0, 0, why, 0, null,
    is_asked and is_required, 0, true, true
from planned_chains
anti join meta.chains using (endpoint, parent_id)
