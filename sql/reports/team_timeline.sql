-- purpose:  What happened to one team, in the order of the snapshots between which it happened.
-- grain:    step_no, happening_id
-- columns:
--   before_at     the last snapshot before it happened, UTC
--   after_at      the first snapshot after it, UTC
--   change        gained, lost, raised, lowered; added, removed, changed; or not_known
--   sentence      what happened
--   cause         because of what; what was not read where it is not known
--   about         access, membership, grant, ownership, member, team or object
--   member_count  members whose access moved
--   inode_count   objects to which it moved
--   step_no       which pair of neighbouring snapshots, from 1
--   happening_id  names the row
select
    before_at, after_at, change, sentence, cause, about, member_count, inode_count, step_no,
    happening_id,
from input.happenings
order by step_no, about = 'access', change, sentence, happening_id
