-- purpose:  Teams to which things are granted, and in which nobody is.
-- grain:    team_id
-- columns:
--   team     the team's name
--   places   how much is granted to it
--   team_id  the team
select team, places, team_id,
from the_table
where people = 0
order by places desc, team, team_id
