-- purpose:  What each plan costs in requests in this organisation, by the formula of section 6.8.
-- grain:    plan
-- as:       view
-- columns:
--   plan       principals, objects, standard or full
--   requests   requests: lists, one for each thing asked of, the closing re-read, probes, sign-in
--   minutes    how long that takes at five requests a second, where the pace starts
--   requests_at_once  the same where the list of all grants that is offered proves whole (Q4)
with

lists as (
    select endpoint, max(rows_served) as served,
        greatest(max(declared_total), max(rows_served)) as total
    from meta.chains
    where parent_id = ''
    group by endpoint
),

list_groups as (
    select
        *,
        case
            when endpoint in ('files', 'workbooks', 'data_models', 'datasets', 'reports')
                then 'content'
            else endpoint
        end as list_group
    from lists
),

-- Where only a first page was read, what hangs on the rest is taken to be like what was seen.
list_factors as (
    select list_group, sum(total) / nullif(sum(served), 0) as factor
    from list_groups
    group by list_group
),

counts_of_plans as (
    select
        plan, endpoint, sum(chain_count)::bigint as chain_count,
        case
            when endpoint in ('team_members', 'team_grants') then 'teams'
            when endpoint = 'member_grants' then 'members'
            when endpoint = 'path_grants' then 'paths'
            when endpoint in ('object_grants', 'file_nodes') then 'content'
        end as list_group,
        -- Memberships, members and teams are read twice.
        case when endpoint in ('team_members', 'members', 'teams') then 2 else 1 end as readings
    from (
        select unnest(string_split(plans, ' ')) as plan, endpoint, count(*) as chain_count
        from planned_chains
        where plans <> ''
        group by plans, endpoint
    )
    group by plan, endpoint
),

requests_of_plans as (
    select
        plan, endpoint,
        readings * case
            when lists.endpoint is null then chain_count * coalesce(factor, 1)
            else greatest(1, ceil(lists.total / 1000.0))
        end as requests
    from counts_of_plans
    left join lists using (endpoint)
    left join list_factors using (list_group)
)

-- The token and a dozen probes come on top; of all grants at once, how many pages is not known before.
select
    plan,
    (ceil(sum(requests)) + 13)::bigint as requests,
    round((ceil(sum(requests)) + 13) / 5 / 60, 1) as minutes,
    case when bool_or(is_offered) and plan in ('standard', 'full') then
        (ceil(sum(requests) filter (endpoint not in ('object_grants', 'connection_grants', 'path_grants')))
            + 14)::bigint
    end as requests_at_once
from requests_of_plans
cross join (select is_offered from grants_at_once)
group by plan
