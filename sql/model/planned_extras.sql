-- purpose:  Chains of optional endpoints: each one asked for; of those that were not, one line each.
-- grain:    endpoint, parent_id
-- as:       view
-- columns:
--   endpoint    name of the endpoint
--   parent_id   what it is asked for, '' for none
--   is_asked    this run was told to ask it
--   why         what it is asked for, or why it is not
with

subjects as (
    select endpoint, subject_id
    from mentions
    where role in ('document', 'member')
),

wanted as (
    select 'workbook_schedules' as endpoint, subject_id as parent_id
    from subjects where endpoint in ('workbooks', 'workbooks_archived')
    union all
    select 'report_schedules', subject_id
    from subjects where endpoint in ('reports', 'reports_archived')
    union all
    select 'workbook_embeds', subject_id
    from subjects where endpoint in ('workbooks', 'workbooks_archived')
    union all
    select 'workbook_sources', subject_id
    from subjects where endpoint in ('workbooks', 'workbooks_archived')
    union all
    select 'report_sources', subject_id
    from subjects where endpoint in ('reports', 'reports_archived')
    union all
    select 'data_model_sources', subject_id from subjects where endpoint = 'data_models'
    union all
    select 'dataset_sources', subject_id from subjects where endpoint = 'datasets'
    union all
    select 'member_recents', subject_id from subjects where endpoint = 'members'
    union all
    select 'user_attribute_users', user_attribute_id from typed.user_attributes
    union all
    select 'user_attribute_teams', user_attribute_id from typed.user_attributes
    union all
    select unnest(['version_tags', 'user_attributes', 'api_credentials']), ''
)

-- Once for two lists that name it, and for two readings of one.
select distinct endpoint, parent_id, true as is_asked, 'asked for: --with ' || extra as why
from wanted join extra_endpoints using (endpoint)
where is_asked
union all
select endpoint, '', false, 'optional: --with ' || extra || ' asks it'
from extra_endpoints
where not is_asked
union all
select 'member_files', member_id, true, 'asked for: --verify holds them against Sigma''s own answer'
from verified_members
