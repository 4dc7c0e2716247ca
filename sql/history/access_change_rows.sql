-- purpose:  Changes of effective access as rows beside those of everything else: named as they are.
-- grain:    change_id
-- as:       view
-- columns:
--   entity            effective_access
--   change_id         names the row: entity, member, inode and column
--   member_id         the member
--   inode_id          the inode
--   column            granted_permission, or what changed although that did not
--   change            gained, lost, raised, lowered or not_known
--   before            earlier value
--   after             later value
--   effective_before  effective_permission in the earlier snapshot
--   effective_after   effective_permission in the later one
--   subject           member and inode in words
--   cause             because of what; where it is not known, what was not read
--   cause_ids         the changes that caused it, as in base_changes
--   cause_kind        what kinds of change they are
--   sentence          the row in words
--   moved_count       as in access_rows; where it is not known, as in gap_causes
--   so_far            likewise
select
    'effective_access' as entity,
    concat_ws(' ', 'effective_access', member_id, inode_id, "column") as change_id,
    * exclude (member_no, group_no)
from access_changes
