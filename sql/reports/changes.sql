-- purpose:  What changed between two snapshots, row by row: what was done, then what came of it.
-- grain:    change_id
-- columns:
--   entity            what it is about: member, team, team member, grant, inode, effective access …
--   change            added, removed, changed; gained, lost, raised, lowered; or not_known
--   subject           what it is about, in words
--   column            the column that changed; null when the whole row came or went
--   before            its earlier value
--   after             its later value
--   cause             because of what; what was not read where it is not known
--   sentence          the row in words
--   member_id         the member, where one is meant
--   team_id           the team, where one is meant
--   inode_id          the inode, where one is meant
--   grant_id          the grant, where one is meant
--   connection_id     the connection, where one is meant
--   account_type_id   the account type, where one is meant
--   principal_kind    whom a grant names
--   principal_id      the principal
--   permission        the permission of an account type
--   effective_before  of effective access: effective_permission in the earlier snapshot
--   effective_after   of effective access: effective_permission in the later one
--   change_id         names the row
select
    c.entity, c.change, c.subject, c."column", c.before, c.after, c.cause, c.sentence,
    c.member_id, c.team_id, c.inode_id, c.grant_id, c.connection_id, c.account_type_id,
    c.principal_kind, c.principal_id, c.permission, c.effective_before, c.effective_after,
    c.change_id
from changes c
join change_order o using (entity)
order by o.place, c.change, c.subject, c.change_id
