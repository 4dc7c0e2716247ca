-- purpose:  Whom a principal stands for: a member, a team's members, the whole organisation.
-- grain:    principal_kind, principal_id, member_id
-- columns:
--   principal_kind  member, team or organization
--   principal_id    the member or team; empty for the organisation
--   member_id       a member it stands for
--   team_id         the team, when it is one
select 'member' as principal_kind, member_id as principal_id, member_id, null::varchar as team_id
from members
union all
-- An archived team reaches nobody; archived and inactive members stay in theirs (D5).
select 'team', t.team_id, m.member_id, t.team_id
from teams t
join team_members t_m using (team_id)
join members m using (member_id)
where not t.is_archived
union all
-- Everyone is the active members of kind internal: no guests, no embed users (D4).
-- Where the API does not tell the kind at all, there are no other kinds to tell apart.
select 'organization', '', member_id, null
from members
where is_usable and coalesce(user_kind, 'internal') = 'internal'
-- In order, so that a question about one principal reads a few blocks of it.
order by principal_kind, principal_id, member_id
