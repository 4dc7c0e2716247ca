-- purpose:  Endpoints that are asked only where `collect --with` says so; none decides the status.
-- grain:    endpoint
-- columns:
--   endpoint   name of the endpoint
--   extra      the word after --with
--   listed_by  lists that say of what it is asked, those of the trash left out
--   is_asked   this run was told to ask it
with

named as (
    select unnest([
        {'endpoint': 'workbook_schedules', 'extra': 'schedules', 'listed_by': ['workbooks']},
        {'endpoint': 'report_schedules', 'extra': 'schedules', 'listed_by': ['reports']},
        {'endpoint': 'workbook_embeds', 'extra': 'embeds', 'listed_by': ['workbooks']},
        {'endpoint': 'version_tags', 'extra': 'tags', 'listed_by': []::varchar[]},
        {'endpoint': 'user_attributes', 'extra': 'user_attributes', 'listed_by': []::varchar[]},
        {'endpoint': 'user_attribute_users', 'extra': 'user_attributes', 'listed_by': ['user_attributes']},
        {'endpoint': 'user_attribute_teams', 'extra': 'user_attributes', 'listed_by': ['user_attributes']},
        {'endpoint': 'api_credentials', 'extra': 'api_credentials', 'listed_by': []::varchar[]},
        {'endpoint': 'member_recents', 'extra': 'recents', 'listed_by': ['members']},
        {'endpoint': 'workbook_sources', 'extra': 'sources', 'listed_by': ['workbooks']},
        {'endpoint': 'data_model_sources', 'extra': 'sources', 'listed_by': ['data_models']},
        {'endpoint': 'dataset_sources', 'extra': 'sources', 'listed_by': ['datasets']},
        {'endpoint': 'report_sources', 'extra': 'sources', 'listed_by': ['reports']}
    ], max_depth := 2)
),

asked as (
    select unnest(string_split(value, ',')) as extra
    from meta.settings
    where name = 'extras'
)

select endpoint, extra, listed_by, extra in (select extra from asked) as is_asked
from named
