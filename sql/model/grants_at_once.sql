-- purpose:  Whether the list of all grants (Q4) can stand in for asking object by object: it was read
--           whole, and it and the answers of the principals show the very same grants to somebody.
-- grain:    one_row
-- columns:
--   one_row          always 1
--   is_offered       this API answers grants without a filter
--   shared_count     grants that both show
--   missing_count    grants of a principal's answer that the list does not show
--   surplus_count    grants on the list that the principal's own answer does not show
--   is_trusted       it is whole, agrees in at least one grant and differs in none
with

listed as (
    select grant_id, member_id, team_id, created_at
    from typed.all_grants
    join (from chosen_readings where endpoint = 'all_grants' and is_complete) using (parent_id, reading)
),

list_chain as (
    select max(started_at) as started_at, coalesce(bool_or(status = 'complete'), false) as is_whole
    from meta.chains
    where endpoint = 'all_grants'
),

shown as (
    select 'team_grants' as endpoint, parent_id, grant_id, created_at from typed.team_grants
    union
    select 'member_grants', parent_id, grant_id, created_at from typed.member_grants
),

-- What was made since the list was read is no witness against it.
missing as (
    select count(*) as missing_count
    from (select distinct grant_id, created_at from shown)
    anti join listed using (grant_id)
    cross join list_chain c
    where coalesce(created_at < c.started_at, true)
),

surplus as (
    select
        count(*) filter (s.grant_id is null) as surplus_count,
        count(*) filter (s.grant_id is not null) as shared_count
    from listed l
    join chosen_readings r
        on r.is_complete
        and r.endpoint = case when l.member_id is null then 'team_grants' else 'member_grants' end
        and r.parent_id = coalesce(l.member_id, l.team_id)
    left join (select distinct grant_id from shown) s on s.grant_id = l.grant_id
),

offered as (
    select count(*) > 0 as is_offered
    from meta.probes
    where question like 'Q4:%' and answer = 'yes'
)

select
    1 as one_row, is_offered, shared_count, missing_count, surplus_count,
    is_offered and is_whole and shared_count > 0 and missing_count = 0 and surplus_count = 0
        as is_trusted
from offered
cross join list_chain
cross join missing
cross join surplus
