-- title:    Every Admin account is in use
-- severity: high
-- purpose:  Whether each active Admin has signed in or done anything lately.
-- why:      An unused Admin account is the widest door with nobody behind it.
-- fix:      Take the Admin account type away, or deactivate the account.
-- grain:    subject_id
-- columns:
--   subject_kind     member
--   subject_id       the member
--   subject_name     their name
--   status           pass, fail or not_known
--   reason           when they were last seen, or why that is not known
--   last_sign_in_at  the last successful sign-in in the log, UTC
--   last_use_at      the last sign-in or use in the log, UTC
--   log_from         the first event of the log
--   log_to           the last event of the log
-- params:
--   idle_days integer = 30 — days without a sign-in or any use
with

people as (
    select
        m.member_id, m.name, m.created_at, a.last_sign_in_at, a.last_use_at, a.log_from, a.log_to,
        a.is_given, i.taken_at - to_days($idle_days::integer) as since,
        -- A log that ends well before the snapshot does not show the days in between.
        a.log_to >= i.taken_at - interval 2 days as is_recent
    from members m
    join member_activity a using (member_id)
    cross join snapshot_info i
    where m.is_usable and m.is_person and m.is_admin
),

judged as (
    select
        *,
        case
            when last_use_at >= since or created_at >= since then 'pass'
            when not is_given or log_from > since or not is_recent then 'not_known'
            else 'fail'
        end as status
    from people
)

select
    'member' as subject_kind, member_id as subject_id, name as subject_name, status,
    case
        when last_use_at >= since
            then name || ' was last seen on ' || strftime(last_use_at, '%Y-%m-%d')
        when created_at >= since
            then name || ' has had an account only since ' || strftime(created_at, '%Y-%m-%d')
        when not is_given then 'No audit log was given: it is not known when ' || name || ' was here'
        else name || ' left no evidence between '
            || strftime(coalesce(last_use_at, log_from), '%Y-%m-%d') || ' and '
            || strftime(log_to, '%Y-%m-%d')
            || if(status = 'not_known', ', and the log does not cover all '
                || $idle_days::varchar || ' days', '')
    end as reason,
    last_sign_in_at, last_use_at, log_from, log_to
from judged
union all by name
select subject_kind, subject_id, subject_name, status, reason
from unseen_subjects
where about in ('members')
