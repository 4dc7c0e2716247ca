-- purpose:  Who is in one team, the member asked for first.
-- grain:    member_id
-- columns:
--   member_id  the member
--   email      their e-mail address
--   name       their full name
--   is_asked   whether it is the member asked for
-- params:
--   team_id   varchar — the team
--   member_id varchar — the member asked for
select m.member_id, m.email, m.name, m.member_id = $member_id as is_asked,
from team_members t
join members m using (member_id)
where t.team_id = $team_id
order by is_asked desc, m.name, m.member_id
