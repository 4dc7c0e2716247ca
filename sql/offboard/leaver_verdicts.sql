-- purpose:  Whether access ended in time, as far as the snapshots at hand can tell.
--           Only a sighting proves anything: one between two snapshots is not known.
-- grain:    account_key
-- columns:
--   account_key         the account
--   status              active, inactive, archived, not_listed or not_known now; null: no account
--   situation           which of the cases it is
--   verdict             met, missed or cannot_tell
--   has_access          the last day is over and the account can still be used; null: not known
--   last_active_at      last seen active, UTC, before HR had them back
--   first_gone_at       first seen gone after that, UTC
--   active_past_due_at  first seen active past the deadline, UTC
--   as_of               when the latest list of members was read, UTC
--   account_updated_at  when Sigma says the account was changed last: a hint, not proof
with

latest as (
    select h.*
    from input.at_hand h
    join snapshot_info i using (snapshot_id)
),

seen as (
    select
        a.account_key, a.due_at, s.status, h.read_from, h.read_until,
        a.returned_at is not null and h.read_from >= a.returned_at as is_back,
        s.status = 'active' as is_active,
        -- Whoever is not listed yet has not gone.
        s.status in ('archived', 'inactive') or (s.status = 'not_listed' and h.read_until > min(
            h.read_until) filter (s.status in ('active', 'archived', 'inactive'))
            over (partition by a.account_key)) as is_gone,
    from leaver_accounts a
    join input.sightings s using (member_id)
    join input.at_hand h using (snapshot_id)
),

last_seen as (
    select
        account_key,
        max(read_from) filter (is_active and not is_back) as last_active_at,
        min(read_from) filter (is_active and not is_back and read_from >= due_at)
            as active_past_due_at,
    from seen
    group by account_key
),

gone as (
    select
        account_key,
        min(s.read_until) filter (s.read_until >= coalesce(l.last_active_at, s.read_until))
            as first_gone_at,
        coalesce(min(s.read_until) < any_value(l.last_active_at), false) as was_reactivated,
    from seen s
    join last_seen l using (account_key)
    where s.is_gone and not s.is_back
    group by account_key
),

stated as (
    select
        account_key, a.left_at, a.due_at, n.status, n.updated_at, h.read_from as as_of, h.is_list_whole,
        l.last_active_at, l.active_past_due_at, g.first_gone_at,
        coalesce(g.was_reactivated, false) as was_reactivated,
        coalesce(a.returned_at <= h.read_from, false) as is_back,
        a.member_id is null as is_unknown,
    from leaver_accounts a
    cross join latest h
    left join input.sightings n on n.member_id = a.member_id and n.snapshot_id = h.snapshot_id
    left join last_seen l using (account_key)
    left join gone g using (account_key)
)

select
    account_key, status,
    case
        when is_unknown then if(is_list_whole, 'unknown_person', 'not_read')
        when is_back then 'rehired'
        when status = 'active' and left_at > as_of then 'not_left_yet'
        when status = 'active' and due_at > as_of then 'not_due_yet'
        when status = 'active' then if(was_reactivated, 'reactivated', 'still_active')
        when active_past_due_at is not null then 'gone_late'
        when first_gone_at <= due_at then 'gone_in_time'
        when first_gone_at is null then 'not_read'
        when last_active_at is null then 'gone_before_the_first'
        else 'gone_between'
    end as situation,
    case
        when active_past_due_at is not null then 'missed'
        when first_gone_at <= due_at then 'met'
        else 'cannot_tell'
    end as verdict,
    case
        when is_unknown or status = 'not_known' then null
        when is_back then false
        else status = 'active' and left_at <= as_of
    end as has_access,
    last_active_at, first_gone_at, active_past_due_at, as_of, updated_at as account_updated_at,
from stated
order by account_key
