-- purpose:  What one snapshot of the series is, and whether its list of members proves an absence.
-- grain:    snapshot_id
-- columns:
--   snapshot_id    the snapshot
--   taken_at       when its last answer arrived, UTC
--   status         complete or incomplete
--   read_from      when the list of members was begun, UTC: who is active was so then or later
--   read_until     when it was read to its end, UTC: who is gone was so then or earlier
--   is_list_whole  whoever is not on the list has no account (D10)
with

lists as (
    select reading, status = 'complete' as is_whole,
    from coverage
    where endpoint = 'members' and parent_id = '' and is_used
)

select
    i.snapshot_id, i.taken_at, i.status,
    coalesce(c.started_at, i.started_at) as read_from,
    coalesce(c.ended_at, i.taken_at) as read_until,
    -- Who is no Admin may be shown a part of the members and told that it is all.
    coalesce(l.is_whole and (select is_admin from credential), false) as is_list_whole,
from snapshot_info i
left join lists l on true
left join meta.chains c on c.endpoint = 'members' and c.parent_id = '' and c.reading = l.reading
