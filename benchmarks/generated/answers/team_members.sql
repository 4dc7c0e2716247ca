select
    g.team_id as parent_id, s.member as position,
    if(s.member_id is null, null, to_json({
        'userId': s.member_id, 'isTeamAdmin': s.is_team_admin, 'addedBy': getvariable('asker')
    })) as entry
from groups g
left join seats s on s.team = g.i
