-- purpose:  What is supposed, in words.
-- grain:    place
-- columns:
--   place     order of telling, from 1
--   kind      without_grant, without_team, without_member_of, as_account_type or deactivated
--   sentence  what is supposed, in words
select
    s.place, s.kind,
    case s.kind
        when 'without_grant' then 'without the grant of '
            || coalesce(if(i.is_container, l.container_label, l.document_label), '“' || g.permission || '”')
            || ' on ' || replace(i.kind, '_', ' ') || ' ' || coalesce(i.path_text, g.inode_id) || ' to '
            || case g.principal_kind
                when 'organization' then 'everyone in the organisation'
                when 'team' then 'team ' || gt.name
                when 'member' then gm.name
                else coalesce(g.principal_id, 'nobody known')
            end || ' (' || s.grant_id || ')'
        when 'without_team' then 'without team ' || t.name
        when 'without_member_of' then m.name || ' is not in team ' || t.name
        when 'as_account_type' then coalesce(m.name, 'every member') || ' has the account type '
            || s.account_type || coalesce(' instead of ' || m.account_type, '')
        when 'deactivated' then 'the account of ' || m.name || ' is deactivated'
            || if(m.is_usable, '', ' (it is ' || m.status || ' as it is)')
    end as sentence
from input.supposed s
left join sealed.grants g on g.grant_id = s.grant_id
left join sealed.inodes i on i.inode_id = g.inode_id
left join sealed.permission_levels l on l.plane = i.plane and l.permission = g.permission
left join sealed.members gm on g.principal_kind = 'member' and gm.member_id = g.principal_id
left join sealed.teams gt on g.principal_kind = 'team' and gt.team_id = g.principal_id
left join sealed.teams t on t.team_id = s.team_id
left join sealed.members m on m.member_id = s.member_id
