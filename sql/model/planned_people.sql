-- purpose:  Chains that ask about people: who is in a team, what caps a member, what each was given.
-- grain:    endpoint, parent_id
-- as:       view
-- columns:
--   endpoint      team_members, account_type_permissions, team_grants or member_grants
--   parent_id     team, account type or member it is asked for
--   plans         plans that ask it, as words
--   why           what it is asked for
select 'team_members' as endpoint, subject_id as parent_id,
    'principals objects standard full' as plans, 'whom its grants reach' as why
from mentions where role = 'team'
union
select 'account_type_permissions', subject_id, 'principals objects standard full',
    'what caps its members'
from mentions where role = 'account_type'
union
select 'team_grants', subject_id, 'principals standard full', 'what it was given'
from mentions where role = 'team'
union
select 'member_grants', subject_id, 'principals standard full', 'what they were given'
from mentions where role = 'member'
