-- purpose:  Whom the HR file lists, once an account: lines that mean one account are put together.
-- grain:    account_key
-- columns:
--   account_key      the account, or how HR writes a person who has none
--   member_id        the account; null when no snapshot shows one
--   email            the address as HR writes it
--   hr_name          the name as HR writes it
--   employee_id      HR's own number
--   lines            lines of the HR file
--   last_days        the different last days on them
--   last_day         the latest of those, which counts
--   matched_by       email, alias or plus_address; null when nothing matched
--   matched_address  the account's address
--   left_at          when the last day ended, UTC
--   due_at           when access had to be gone, UTC
--   returned_at      when HR has them back, UTC; null when it does not
--   namesakes        accounts of the same name, where nothing matched: a hint, not a match
-- params:
--   within_hours integer = 24 — hours from the end of the last day to the deadline
--   timezone     varchar = 'UTC' — in which the last day ends
with

matched as (
    select
        line, member_id,
        min(place) as place,
        arg_min(matched_by, place) as matched_by,
        arg_max(m.address, s.taken_at) as address,
    from input.matches m
    join input.at_hand s using (snapshot_id)
    group by line, member_id
),

listed as (
    select
        l.*, m.member_id, m.place, m.matched_by, m.address,
        coalesce(m.member_id, lower(trim(l.email)), 'employee ' || l.employee_id) as account_key,
    from input.leavers l
    left join matched m using (line)
),

put_together as (
    select
        account_key,
        any_value(member_id) as member_id,
        arg_max(email, (last_day, line)) as email,
        arg_max(name, (last_day, line)) as hr_name,
        arg_max(employee_id, (last_day, line)) as employee_id,
        list(line order by line) as lines,
        list(distinct last_day order by last_day) as last_days,
        max(last_day) as last_day, max(first_day) as first_day,
        arg_min(matched_by, place) as matched_by,
        arg_min(address, place) as matched_address,
    from listed
    group by account_key
),

timed as (
    select
        *,
        timezone('UTC', timezone($timezone, (last_day + 1)::timestamp)) as left_at,
        if(first_day > last_day, timezone('UTC', timezone($timezone, first_day::timestamp)), null)
            as returned_at,
    from put_together
),

namesakes as (
    select t.account_key, list(m.email order by m.email) as namesakes,
    from timed t
    join members m on strip_accents(lower(trim(m.name))) = strip_accents(lower(trim(t.hr_name)))
    where t.member_id is null
    group by t.account_key
)

select
    account_key, t.member_id, t.email, t.hr_name, t.employee_id, t.lines, t.last_days, t.last_day,
    t.matched_by, t.matched_address, t.left_at,
    t.left_at + to_hours($within_hours) as due_at,
    t.returned_at,
    coalesce(n.namesakes, []) as namesakes,
from timed t
left join namesakes n using (account_key)
order by t.lines[1], account_key
