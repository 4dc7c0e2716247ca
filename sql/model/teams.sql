-- purpose:  Every team, as last read whole.
-- grain:    team_id
-- columns:
--   team_id      the team
--   name         its name
--   visibility   public (anyone internal may grant to it) or private
--   is_archived  an archived team reaches nobody (D5)
--   description  what it is for, as its makers put it
--   created_at   when it was made, UTC
--   updated_at   when it was changed last, UTC
select
    t.team_id, t.name, t.visibility, t.is_archived, t.description, t.created_at, t.updated_at
from typed.teams t
join chosen_readings r
    on r.endpoint = 'teams' and r.parent_id = t.parent_id and r.reading = t.reading
