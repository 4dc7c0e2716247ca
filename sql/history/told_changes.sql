-- purpose:  What a page can tell of change by change: everything but effective access, and of that what
--           came of causes that moved few pairs. The causes of more are told as a whole.
-- grain:    change_id
-- columns:
--   entity            member, team, team_member, workspace, inode, connection, grant, account_type_permission, effective_access
--   change            added, removed, changed; gained, lost, raised, lowered; or not_known
--   subject           what it is about, in words
--   column            the column that changed; null when the whole row came or went
--   before            its earlier value; a grant's earlier permission
--   after             its later value
--   cause             because of what, in words; what was not read where it is not known
--   member_id         the member, where one is meant
--   team_id           the team, where one is meant
--   inode_id          the inode, where one is meant
--   grant_id          the grant, where one is meant
--   connection_id     the connection, where one is meant
--   account_type_id   the account type, where one is meant
--   principal_kind    whom a grant names: member, team, organization or unknown
--   principal_id      the principal
--   permission        the permission of an account type
--   effective_before  of effective access: effective_permission in the earlier snapshot
--   effective_after   of effective access: effective_permission in the later one
--   sentence          the row in words
--   cause_ids         the changes that caused it, by change_id
--   cause_kind        what kinds of change they are
--   record            the whole row of what came or went, as JSON
--   change_id         names the row: entity, ids and column
from base_change_rows
union all by name
select * exclude (moved_count, so_far) from access_change_rows
where moved_count <= 1000 and so_far <= 50000
