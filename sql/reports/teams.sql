-- purpose:  Who is in which team, who runs it, and what the team is given.
-- grain:    team_id, member_id
-- columns:
--   team          the team
--   visibility    public (anyone internal may grant to it) or private
--   person        the member's full name; the id where no list shows them
--   email         their e-mail address
--   role          member, or admin: may add anyone to the team
--   account_type  the account type that caps them
--   user_kind     internal, guest or embed
--   status        active, inactive, archived, or not listed
--   added_by      who added them
--   is_archived   whether the team is archived: it then reaches nobody
--   team_id       the team
--   member_id     the member
-- params:
--   team   varchar = null — id or name of one team
--   member varchar = null — id or e-mail address of one member
select
    t.name as team, t.visibility, coalesce(m.name, tm.member_id) as person, m.email,
    if(tm.is_team_admin, 'admin', 'member') as role,
    m.account_type, m.user_kind, coalesce(m.status, 'not listed') as status,
    coalesce(a.name, tm.added_by) as added_by, t.is_archived, team_id, tm.member_id,
from team_members tm
join teams t using (team_id)
left join members m on m.member_id = tm.member_id
left join members a on a.member_id = tm.added_by
where ($team is null or team_id = $team or lower(t.name) = lower($team))
    and ($member is null or tm.member_id = $member or lower(m.email) = lower($member))
order by t.name, team_id, role, person, tm.member_id
