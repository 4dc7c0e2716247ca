-- purpose:  Everything that still stands in a leaver's name.
-- grain:    account_key, holding, holding_id
-- columns:
--   leaver        the person
--   holding       direct grant, team grant, team, team admin, owned or given grant
--   subject_name  what it is about
--   subject_kind  workspace, folder, workbook, connection … or team
--   permission    what was granted, in Sigma's words
--   through       the team it comes through
--   grantee       who has it, of a grant the leaver gave
--   is_archived   the thing is archived
--   holding_id    its id
--   account_key   the account
select t.name as leaver, replace(h.holding, '_', ' ') as holding, h.subject_name,
    replace(h.subject_kind, '_', ' ') as subject_kind, h.permission, h.team_name as through, h.grantee,
    h.is_archived, h.holding_id, account_key,
from leaver_holdings h
join the_table t using (account_key)
order by t.name, account_key, h.holding, h.subject_name, h.holding_id
