select g.team_id as parent_id, e.grant_id as position, e.entry
from groups g
left join grant_entries e on e.team_id = g.team_id
