-- purpose:  When each member last signed in and last did anything, by the audit log that was given.
--           Told apart: no evidence in the log's window, and no log at all.
-- grain:    member_id
-- columns:
--   member_id        the member
--   last_sign_in_at  the last successful sign-in in the log, UTC
--   last_use_at      the last sign-in, or use of anything, UTC
--   log_from         the first event of the log; null without one
--   log_to           the last event of the log
--   is_given         a log was given, with at least one event
with

events as (
    select
        happened_at, lower(trim(email)) as email, member_id,
        replace(upper(trim(category)), ' ', '_') as category,
        -- A failed attempt is no sign-in; a log without a status says nothing against one.
        not regexp_matches(lower(coalesce(status, '')), 'fail|denied|error|refus') as is_success
    from input.log
    where happened_at is not null
),

log_window as (
    select min(happened_at) as log_from, max(happened_at) as log_to, count(*) > 0 as is_given
    from events
),

matched as (
    select m.member_id, e.happened_at, e.category
    from events e
    join members m on m.member_id = e.member_id or lower(m.email) = e.email
    where e.is_success
),

last_seen as (
    select
        member_id,
        max(happened_at) filter (category = 'ACCESS_SIGMA') as last_sign_in_at,
        max(happened_at) filter (category in (
            'ACCESS_SIGMA', 'OBJECT_INTERACTION', 'OBJECT_INTERACTIONS', 'QUERY_EXECUTIONS',
            'EXPORTS', 'PUBLIC_API', 'WRITEBACK', 'AI_CONVERSATIONS'
        )) as last_use_at
    from matched
    group by member_id
)

select m.member_id, s.last_sign_in_at, s.last_use_at, w.log_from, w.log_to, w.is_given
from members m
cross join log_window w
left join last_seen s using (member_id)
