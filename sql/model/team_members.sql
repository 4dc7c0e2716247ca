-- purpose:  Who is in which team, as last read whole; leavers stay listed as the API lists them.
-- grain:    team_id, member_id
-- columns:
--   team_id        the team
--   member_id      the member
--   is_team_admin  may change the team's members, and so hand out all that the team has
--   added_by       member who added them
select
    t.team_id, m.member_id, m.is_team_admin, m.added_by
from typed.team_members m
join chosen_readings r
    on r.endpoint = 'team_members' and r.parent_id = m.parent_id and r.reading = m.reading
join teams t on t.team_id = m.parent_id
