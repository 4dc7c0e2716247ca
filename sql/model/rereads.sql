-- purpose:  Grant chains to put once more, because what they tell of moved while this was read, or
--           because the two sweeps do not agree on a grant.
-- grain:    endpoint, parent_id
-- as:       view
-- columns:
--   endpoint    name of the endpoint
--   parent_id   of what it is asked
--   reading     the reading to ask for next
with

last_readings as (
    select endpoint, parent_id, arg_max(started_at, reading) as started_at,
        max(reading) + case when arg_max(status, reading) = 'open' then 0 else 1 end as reading
    from meta.chains
    where endpoint in (
        'team_grants', 'member_grants', 'object_grants', 'connection_grants', 'path_grants'
    )
    group by endpoint, parent_id
),

-- A principal that moved: what they were given may have moved with them.
people_moved as (
    select
        case when m.entity = 'member' then 'member_grants' else 'team_grants' end as endpoint,
        coalesce(m.team_id, m.member_id) as parent_id, max(c.started_at) as noticed_at
    from moved m
    join meta.chains c
        on c.reading = m.reading
        and c.endpoint = case m.entity
            when 'member' then 'members' when 'team' then 'teams' else 'team_members' end
        and c.parent_id = case when m.entity = 'team_member' then m.team_id else '' end
    where m.entity <> 'grant'
    group by all
),

grants_moved as (
    select endpoint, parent_id from moved where entity = 'grant' and is_still_moving
),

differing as (
    select principal_endpoint as endpoint, principal_id as parent_id
    from sweep_differences where explanation not like '%(Q3)' and not is_read_again
    union
    select object_endpoint, object_parent_id
    from sweep_differences where explanation not like '%(Q3)' and not is_read_again
)

select l.endpoint, l.parent_id, l.reading
from last_readings l
where exists (
        from people_moved p
        where p.endpoint = l.endpoint and p.parent_id = l.parent_id and l.started_at < p.noticed_at
    )
    or (l.endpoint, l.parent_id) in (select (endpoint, parent_id) from grants_moved)
    or (l.endpoint, l.parent_id) in (select (endpoint, parent_id) from differing)
order by l.endpoint, l.parent_id
limit 400
