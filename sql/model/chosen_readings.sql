-- purpose:  Which reading of each chain the answers rest on: the last that ended complete.
-- grain:    endpoint, parent_id
-- columns:
--   endpoint     which question was asked
--   parent_id    of what it was asked; empty when of nothing
--   reading      the reading in use; the last one when none ended complete
--   is_complete  whether that reading ended complete
--   last_reading the last one, complete or not
select
    endpoint, parent_id,
    coalesce(max(reading) filter (status = 'complete'), max(reading)) as reading,
    bool_or(status = 'complete') as is_complete, max(reading) as last_reading
from meta.chains
group by endpoint, parent_id
