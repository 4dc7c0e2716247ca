-- purpose:  Teams as if some were gone.
-- grain:    team_id
-- columns:
--   team_id      the team
--   name         its name
--   visibility   public or private
--   is_archived  an archived team's grants reach nobody
--   description  its description
--   created_at   when it was made, UTC
--   updated_at   when it was changed last, UTC
select
    t.team_id, t.name, t.visibility, t.is_archived, t.description, t.created_at, t.updated_at
from sealed.teams t
anti join (from input.supposed where kind = 'without_team') s using (team_id)
