-- purpose:  Each team in one line: how many are in it, and what it is given.
-- grain:    team_id
-- columns:
--   team         the team
--   visibility   public or private
--   people       active people in it
--   admins       of these, team admins
--   outsiders    of these, guests and embed users
--   gone         inactive and archived accounts in it
--   given        what it is given, strongest first
--   is_archived  whether it is archived: it then reaches nobody
--   team_id      the team
with

given as (
    select
        g.principal_id as team_id,
        list(
            coalesce(if(i.is_container or i.plane = 'data', l.container_label, l.document_label),
                '“' || g.permission || '”, which is not understood,')
            || ' on ' || replace(coalesce(i.kind, 'unknown'), '_', ' ') || ' '
            || coalesce(i.path_text, g.inode_id)
            order by l.rank desc nulls last, i.plane, i.path_text, g.grant_id
        ) as given,
    from grants g
    left join inodes i using (inode_id)
    left join permission_levels l on l.plane = i.plane and l.permission = g.permission
    where g.principal_kind = 'team'
    group by g.principal_id
),

counted as (
    select
        tm.team_id,
        count(*) filter (m.is_usable and m.is_person) as people,
        count(*) filter (m.is_usable and m.is_person and tm.is_team_admin) as admins,
        count(*) filter (m.is_usable and m.is_person and m.user_kind != 'internal') as outsiders,
        count(*) filter (not m.is_usable) as gone,
    from team_members tm
    left join members m using (member_id)
    group by tm.team_id
)

select
    t.name as team, t.visibility,
    coalesce(c.people, 0) as people,  -- a team without a membership has nobody in it
    coalesce(c.admins, 0) as admins, coalesce(c.outsiders, 0) as outsiders, coalesce(c.gone, 0) as gone,
    g.given, t.is_archived, team_id,
from teams t
left join counted c using (team_id)
left join given g using (team_id)
order by t.name, team_id
