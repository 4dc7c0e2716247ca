-- purpose:  Chains that ask about people: who is in a team, what caps a member, what each was given.
-- grain:    endpoint, parent_id
-- as:       view
-- columns:
--   endpoint      team_members, account_type_permissions, team_grants or member_grants
--   parent_id     team, account type or member it is asked for
--   plans         plans that ask it, as words
--   why           what it is asked for
select 'team_members' as endpoint, team_id as parent_id,
    'principals objects standard full' as plans, 'whom its grants reach' as why
-- Of every reading, and from three lists alone: it is asked before the long ones end.
from typed.teams
union
select 'account_type_permissions', account_type_id, 'principals objects standard full',
    'what caps its members'
from typed.account_types
union
select 'team_grants', team_id, 'principals standard full', 'what it was given'
from typed.teams
union
select 'member_grants', member_id, 'principals standard full', 'what they were given'
from typed.members
