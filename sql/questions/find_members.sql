-- purpose:  Which members a person at the terminal may mean by WHO.
-- grain:    member_id
-- columns:
--   member_id   the member
--   email       their e-mail address
--   name        their full name
--   status      active, inactive or archived
--   matched_by  id, email or name; null when the name is only near
-- params:
--   who varchar — a member id, an e-mail address or a full name, in any case
with

asked as (
    select trim($who::varchar) as text
),

weighed as (
    select
        m.member_id, m.email, m.name, m.status,
        case
            when m.member_id = a.text then 1
            when lower(m.email) = lower(a.text) then 2
            when strip_accents(lower(trim(m.name))) = strip_accents(lower(a.text)) then 3
        end as place,
        greatest(
            jaro_winkler_similarity(lower(coalesce(m.email, '')), lower(a.text)),
            jaro_winkler_similarity(lower(coalesce(m.name, '')), lower(a.text))
        ) as likeness,
    from members m, asked a
),

ranked as (
    select
        *,
        min(place) over () as best_place,
        row_number() over (order by likeness desc, member_id) as nearness,
    from weighed
)

select
    member_id, email, name, status,
    case place when 1 then 'id' when 2 then 'email' when 3 then 'name' end as matched_by,
from ranked
where place = best_place or (best_place is null and nearness <= 5 and likeness > 0.6)
order by nearness, member_id
