-- purpose:  What changed between two readings of members, teams, memberships and grants in this run.
-- grain:    entity, subject_id, reading
-- columns:
--   entity            member, team, team_member or grant
--   subject_id        member, team, team/member, or question/asked of/grant
--   reading           the later of the two readings
--   member_id         the member, null for a team; of a grant, whoever it names
--   team_id           the team, null for a member
--   change            added, removed or changed
--   detail            what it was before and after, in words
--   is_still_moving   seen in the last two readings: nothing says it has come to rest
--   endpoint          which question told it
--   parent_id         of what that was asked
with

readings as (
    select endpoint, parent_id, reading,
        lag(reading) over in_turn as earlier_reading,
        lead(reading) over in_turn as next_reading,
        max(reading) over (partition by endpoint, parent_id) as last_reading
    from meta.chains
    where status = 'complete' and endpoint in ('members', 'teams', 'team_members')
    window in_turn as (partition by endpoint, parent_id order by reading)
),

facts as (
    select 'members' as endpoint, parent_id, reading, 'member' as entity, member_id,
        null::varchar as team_id, member_id as subject_id,
        concat_ws(', ', email, first_name, last_name, account_type, user_kind,
            if(is_archived, 'archived', null), if(is_inactive, 'inactive', null)) as fact
    from typed.members
    union all
    select 'teams', parent_id, reading, 'team', null, team_id, team_id,
        concat_ws(', ', name, visibility, if(is_archived, 'archived', null))
    from typed.teams
    union all
    select 'team_members', parent_id, reading, 'team_member', member_id, parent_id,
        parent_id || '/' || member_id, if(is_team_admin, 'team admin', 'team member')
    from typed.team_members
),

befores as (
    select facts.*, readings.next_reading, readings.last_reading
    from facts join readings using (endpoint, parent_id, reading)
    where readings.next_reading is not null
),

afters as (
    select facts.*, readings.reading as next_reading, readings.last_reading
    from facts join readings using (endpoint, parent_id, reading)
    where readings.earlier_reading is not null
)

select
    entity, subject_id, next_reading as reading,
    coalesce(befores.member_id, afters.member_id) as member_id,
    coalesce(befores.team_id, afters.team_id) as team_id,
    case
        when befores.fact is null then 'added' when afters.fact is null then 'removed' else 'changed'
    end as change,
    concat(coalesce(befores.fact, 'not there'), ' → ', coalesce(afters.fact, 'not there')) as detail,
    next_reading = coalesce(befores.last_reading, afters.last_reading) as is_still_moving,
    coalesce(befores.endpoint, afters.endpoint) as endpoint,
    coalesce(befores.parent_id, afters.parent_id) as parent_id
from befores
full join afters using (entity, subject_id, next_reading)
where befores.fact is distinct from afters.fact
union all
select
    'grant', concat_ws('/', endpoint, parent_id, grant_id), reading, member_id, team_id, change, detail,
    is_still_moving, endpoint, parent_id
from grant_moves
