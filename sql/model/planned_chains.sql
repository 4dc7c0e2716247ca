-- purpose:  Every chain that the widest plan could ask, and whether this run's plan asks it.
-- grain:    endpoint, parent_id
-- columns:
--   endpoint      name of the endpoint
--   parent_id     what it is asked for, '' for none
--   is_asked      whether this run's plan asks it
--   is_required   whether the snapshot is incomplete without it
--   why           what it is asked for
--   plans         plans that ask it
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
        ['principals', 'objects', 'standard', 'full'] as plans
),

-- Datasets are being taken out of the API: a list that is gone holds nothing back.
lists_gone as (
    select endpoint from meta.chains
    where endpoint = 'datasets' and parent_id = '' and http_status in (404, 410)
),

principals as (
    select 'team_members' as endpoint, subject_id as parent_id,
        ['principals', 'objects', 'standard', 'full'] as plans, 'whom its grants reach' as why
    from mentions where role = 'team'
    union
    select 'account_type_permissions', subject_id,
        ['principals', 'objects', 'standard', 'full'], 'what caps its members'
    from mentions where role = 'account_type'
    union
    select 'team_grants', subject_id, ['principals', 'standard', 'full'], 'what it was given'
    from mentions where role = 'team'
    union
    select 'member_grants', subject_id, ['principals', 'standard', 'full'], 'what they were given'
    from mentions where role = 'member'
),

candidates as (
    select endpoint, '' as parent_id, plans,
        endpoint not in (select endpoint from lists_gone) as is_required,
        'the list that the rest is asked from' as why
    from lists
    union all
    select endpoint, parent_id, plans, true, why from principals
    union all
    select endpoint, parent_id, plans, is_required, why from planned_content
    union all
    select endpoint, parent_id, plans, is_required, why from planned_data
    union all
    select 'all_grants', '', [], false, 'every grant at once: undocumented, no plan rests on it'
)

select
    candidates.endpoint, candidates.parent_id,
    list_contains(candidates.plans, run.plan) or sampled_objects.endpoint is not null as is_asked,
    candidates.is_required and list_contains(candidates.plans, run.plan) as is_required,
    candidates.why, candidates.plans
from candidates
cross join run
left join sampled_objects using (endpoint, parent_id)
union all
select endpoint, parent_id, is_asked, false, why, []
from planned_extras
