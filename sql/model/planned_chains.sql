-- purpose:  Every chain that the widest plan could ask, and whether this run's plan asks it.
-- grain:    endpoint, parent_id
-- columns:
--   endpoint      name of the endpoint
--   parent_id     what it is asked for, '' for none
--   is_asked      whether this run's plan asks it
--   is_required   whether the snapshot is incomplete without it
--   why           what it is asked for
--   plans         plans that ask it, as words; none is part of another's name
with

run as (
    select plan from meta.run
),

lists as (
    select
        unnest([
            'whoami', 'members', 'teams', 'workspaces', 'workbooks', 'workbooks_archived',
            'data_models', 'datasets', 'reports', 'reports_archived', 'files', 'connections',
            'paths', 'account_types'
        ]) as endpoint,
        'principals objects standard full' as plans
),

-- Datasets are being taken out of the API: a list that is gone holds nothing back.
lists_gone as (
    select endpoint from meta.chains
    where endpoint = 'datasets' and parent_id = '' and http_status in (404, 410)
),

candidates as (
    select endpoint, '' as parent_id, plans,
        endpoint not in (select endpoint from lists_gone) as is_required,
        'the list that the rest is asked from' as why
    from lists
    union all
    select endpoint, parent_id, plans, true, why from planned_people
    union all
    select endpoint, parent_id, plans, is_required, why from planned_content
    union all
    select endpoint, parent_id, plans, is_required, why from planned_data
    union all
    select 'all_grants', '', '', false, 'every grant at once: undocumented, asked where it works (Q4)'
),

-- Where every grant is listed at once, and nothing speaks against the list, no object need be asked.
spared as (
    select unnest(['object_grants', 'connection_grants', 'path_grants']) as endpoint
    from grants_at_once cross join run
    where is_trusted and plan in ('standard', 'full')
)

select
    c.endpoint, c.parent_id,
    case
        when c.endpoint = 'all_grants' then g.is_offered
        when s.endpoint is not null then true
        when t.endpoint is not null then false
        else contains(c.plans, run.plan)
    end as is_asked,
    c.is_required and contains(c.plans, run.plan) as is_required,
    case
        when t.endpoint is not null then 'the list of all grants shows what sits on it (Q4)'
        else c.why
    end as why,
    c.plans
from candidates c
cross join run
cross join grants_at_once g
left join sampled_objects s using (endpoint, parent_id)
left join spared t on t.endpoint = c.endpoint
union all
select endpoint, parent_id, is_asked, false, why, ''
from planned_extras
