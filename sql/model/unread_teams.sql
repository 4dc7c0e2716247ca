-- purpose:  Teams whose members are not known: anybody may reach what they were given (D10).
-- grain:    parent_id, inode_id
-- columns:
--   inode_id        what the team was given
--   endpoint        team_members
--   principal_kind  team
--   what            what is missing, in words
--   parent_id       the team
--   status          how the question stands
--   detail          what went wrong
select distinct
    g.inode_id, s.endpoint, 'team' as principal_kind,
    'who is in team ' || coalesce(t.name, s.parent_id) || ' is not known' as what,
    s.parent_id, s.status, s.detail
from chain_states s
join teams t on t.team_id = s.parent_id
join grants g on g.principal_kind = 'team' and g.principal_id = s.parent_id and g.inode_id is not null
where s.endpoint = 'team_members' and not s.is_known and not t.is_archived
