-- purpose:  Who is in a team is a member, or it is told that they are not listed.
-- grain:    team_id, member_id
-- columns:
--   team_id    the team
--   member_id  in the team, and not listed among the members
select t.team_id, t.member_id
from team_members t
anti join members m using (member_id)
where not exists (from new_words where endpoint = 'team_members' and kind = 'principal')
