-- purpose:  Which teams one member is in, as what, and how much each is given.
-- grain:    team_id
-- columns:
--   team      the team's name
--   role      admin or member
--   added_by  who put them there, where known
--   people    members in it, whatever their status
--   grants    grants that name it
--   standing  archived for a team that reaches nobody; null otherwise
--   team_id   the team
-- params:
--   member_id varchar — the member
select
    h.name as team, if(tm.is_team_admin, 'admin', 'member') as role,
    coalesce(a.name, tm.added_by) as added_by,
    h.all_members as people, h.grants,
    if(h.is_archived, 'archived', null) as standing,
    team_id,
from team_members tm
join team_holdings h using (team_id)
left join members a on a.member_id = tm.added_by
where tm.member_id = $member_id
order by tm.is_team_admin desc, h.name, team_id
