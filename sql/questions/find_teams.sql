-- purpose:  Which team a person at the terminal may mean by its name or id.
-- grain:    team_id
-- columns:
--   team_id     the team
--   name        its name
--   members     how many are in it
--   matched_by  id or name; null when the name is only near
-- params:
--   team varchar — a team's name, in any case, or its id
with

asked as (
    select trim($team::varchar) as text
),

weighed as (
    select
        t.team_id, t.name,
        case
            when t.team_id = a.text then 1
            when t.name = a.text then 2
            when strip_accents(lower(trim(t.name))) = strip_accents(lower(a.text)) then 3
        end as place,
        jaro_winkler_similarity(lower(coalesce(t.name, '')), lower(a.text)) as likeness,
    from teams t, asked a
),

ranked as (
    select
        *, min(place) over () as best_place,
        row_number() over (order by likeness desc, team_id) as nearness,
    from weighed
)

select
    r.team_id, r.name,
    (select count(*) from team_members m where m.team_id = r.team_id) as members,
    case place when 1 then 'id' when 2 then 'name' when 3 then 'name' end as matched_by,
from ranked r
where place = best_place or (best_place is null and nearness <= 5)
order by nearness, r.team_id
