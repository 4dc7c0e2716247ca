-- purpose:  Between which neighbouring snapshots the access that is seen of the subject is not the same. Where
--           it is, nothing is gained or lost, and nothing that was not read can have hidden a difference.
-- grain:    step_no
-- columns:
--   step_no  the later of the two snapshots, oldest first
with

-- A row says what is so from one snapshot to another: at both its ends it may become another.
ends as (
    select snapshot_no as step_no, 1 as side, s.* from series.sightings s
    union all
    select until_no + 1, -1, s.* from series.sightings s
),

differing as (
    select step_no
    from ends
    where step_no > 0 and step_no < (select count(*) from series.snapshots)
    group by
        step_no, member_id, inode_id, granted_permission, effective_permission, can_write_back,
        certainty
    having sum(side) <> 0
)

select distinct step_no
from differing
