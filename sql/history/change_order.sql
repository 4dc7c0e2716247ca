-- purpose:  In which order a reviewer reads the changes: what was done first, then what came of it.
-- grain:    entity
-- columns:
--   entity  as in the diff
--   place   from 1
--   title   what such rows are called, in words
select entity, place, title
from (values
    ('member', 1, 'Members'),
    ('team', 2, 'Teams'),
    ('team_member', 3, 'Team members'),
    ('account_type_permission', 4, 'Account types'),
    ('grant', 5, 'Grants'),
    ('workspace', 6, 'Workspaces'),
    ('inode', 7, 'Folders, documents and paths'),
    ('connection', 8, 'Connections'),
    ('effective_access', 9, 'Effective access')
) as listed(entity, place, title)
