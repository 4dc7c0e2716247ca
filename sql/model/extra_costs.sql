-- purpose:  What each word of --with would add in requests in this organisation, in any plan.
-- grain:    extra
-- as:       view
-- columns:
--   extra      the word
--   requests   requests; of user attributes the list alone
--   minutes    how long that takes at five requests a second, where the pace starts
--   per        what is asked, one request each
with

lists as (
    select endpoint, greatest(max(declared_total), max(rows_served)) as total
    from meta.chains
    where parent_id = ''
    group by endpoint
),

asked (extra, per, lists_of) as (
    values
        ('schedules', 'workbook and report', 'workbooks workbooks_archived reports reports_archived'),
        ('embeds', 'workbook', 'workbooks workbooks_archived'),
        (
            'sources', 'document',
            'workbooks workbooks_archived reports reports_archived data_models datasets'
        ),
        ('recents', 'member', 'members'),
        ('user_attributes', 'list, and two for each attribute', ''),
        ('tags', 'list', ''),
        ('api_credentials', 'list', '')
),

counted as (
    select
        asked.extra, any_value(asked.per) as per,
        case when any_value(asked.lists_of) = '' then 1 else coalesce(sum(lists.total), 0) end as requests
    from asked
    left join lists on list_contains(string_split(asked.lists_of, ' '), lists.endpoint)
    group by asked.extra
)

select extra, requests::bigint as requests, round(requests / 5 / 60, 1) as minutes, per
from counted
