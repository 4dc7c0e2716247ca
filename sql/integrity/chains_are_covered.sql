-- purpose:  Every chain that was asked has its coverage, and every unanswered list or object a gap.
-- grain:    endpoint, parent_id
-- columns:
--   endpoint   which question
--   parent_id  of what
--   problem    no_coverage or no_gap
select c.endpoint, c.parent_id, 'no_coverage' as problem
from (select distinct endpoint, parent_id from meta.chains) c
anti join coverage v using (endpoint, parent_id)
union all
select s.endpoint, s.parent_id, 'no_gap'
from chain_states s
anti join not_known n using (endpoint)
where not s.is_known and s.status <> 'not_asked' and s.endpoint in (
    'members', 'teams', 'workspaces', 'workbooks', 'workbooks_archived', 'data_models', 'datasets',
    'reports', 'reports_archived', 'files', 'connections', 'paths', 'object_grants',
    'connection_grants', 'path_grants'
)
