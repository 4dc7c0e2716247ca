-- purpose:  Who is in which team, as if some were not, or some teams were gone.
-- grain:    team_id, member_id
-- columns:
--   team_id        the team
--   member_id      the member
--   is_team_admin  administers the team
--   added_by       who added them
select t.team_id, t.member_id, t.is_team_admin, t.added_by
from sealed.team_members t
anti join (from input.supposed where kind = 'without_team') g using (team_id)
anti join (from input.supposed where kind = 'without_member_of') s using (team_id, member_id)
