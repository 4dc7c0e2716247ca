-- purpose:  The snapshots that the verdicts rest on, and how far apart they lie.
-- grain:    snapshot_id
-- columns:
--   taken_at       when, UTC
--   status         complete or incomplete
--   is_list_whole  the list of members was read whole
--   hours_since    hours since the one before
--   snapshot_id    the snapshot
select
    taken_at, status, is_list_whole,
    date_diff('hour', lag(taken_at) over (order by taken_at), taken_at) as hours_since,
    snapshot_id,
from input.at_hand
order by taken_at, snapshot_id
