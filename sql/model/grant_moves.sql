-- purpose:  Grants that two readings of one chain, in this one run, do not tell alike.
-- grain:    endpoint, parent_id, grant_id, reading
-- columns:
--   endpoint          which question
--   parent_id         of what
--   grant_id          the grant
--   reading           the later of the two readings
--   member_id         member it names, if any
--   team_id           team it names, if any
--   change            added, removed or changed
--   detail            what it was before and after, in words
--   is_still_moving   seen in the last two readings: nothing says it has come to rest
with

readings as (
    select endpoint, parent_id, reading,
        lag(reading) over in_turn as earlier_reading,
        lead(reading) over in_turn as next_reading,
        max(reading) over (partition by endpoint, parent_id) as last_reading
    from meta.chains
    where status = 'complete' and endpoint in (
        'team_grants', 'member_grants', 'object_grants', 'connection_grants', 'path_grants'
    )
    window in_turn as (partition by endpoint, parent_id order by reading)
),

facts as (
    select 'team_grants' as endpoint, parent_id, reading, grant_id, member_id, team_id, permission
    from typed.team_grants
    union all
    select 'member_grants', parent_id, reading, grant_id, member_id, team_id, permission
    from typed.member_grants
    union all
    select 'object_grants', parent_id, reading, grant_id, member_id, team_id, permission
    from typed.object_grants
    union all
    select 'connection_grants', parent_id, reading, grant_id, member_id, team_id, permission
    from typed.connection_grants
    union all
    select 'path_grants', parent_id, reading, grant_id, member_id, team_id, permission
    from typed.path_grants
),

befores as (
    select f.*, r.next_reading, r.last_reading
    from facts f
    join (from readings where next_reading is not null) r using (endpoint, parent_id, reading)
),

afters as (
    select f.*, r.reading as next_reading, r.last_reading
    from facts f
    join (from readings where earlier_reading is not null) r using (endpoint, parent_id, reading)
)

select
    endpoint, parent_id, grant_id, next_reading as reading,
    coalesce(a.member_id, b.member_id) as member_id,
    coalesce(a.team_id, b.team_id) as team_id,
    case
        when b.grant_id is null then 'added' when a.grant_id is null then 'removed' else 'changed'
    end as change,
    concat(coalesce(b.permission, 'not there'), ' → ', coalesce(a.permission, 'not there')) as detail,
    next_reading = coalesce(b.last_reading, a.last_reading) as is_still_moving
from befores b
full join afters a using (endpoint, parent_id, grant_id, next_reading)
where b.permission is distinct from a.permission
