-- purpose:  What hangs on each grant and on each team membership, the heaviest first.
-- grain:    kind, weight_id
-- columns:
--   kind           Grant or Team membership
--   subject        whom the grant names, or who is in the team
--   gives          what is granted and where; or the team
--   sole_accesses  members × objects that it alone gives: removing it ends them
--   accesses       members × objects that it gives, alone or beside something else
--   members        members it reaches
--   objects        workspaces, folders, documents, connections, schemas and tables it reaches
--   since          when it was granted, UTC; the API does not tell of memberships
--   by             who granted it, or added the member
--   certainty      known, or at_least: something unread could make it less alone, or heavier
--   weight_id      the grant; or the team and the member
--   grant_id       the grant
--   team_id        the team
--   member_id      the member
--   inode_id       where the grant lies
with

gaps as (
    select count(*) > 0 as has_any,
    from not_known
),

of_grants as (
    select
        'Grant' as kind,
        coalesce(t.name, m.name, 'Everyone in the organisation') as subject,
        coalesce(if(i.is_container, l.container_label, l.document_label), g.permission) || ' on '
            || replace(i.kind, '_', ' ') || ' ' || coalesce(i.path_text, g.inode_id) as gives,
        w.sole_accesses, w.accesses, w.members, w.objects, g.created_at as since,
        coalesce(giver.name, g.created_by) as "by", g.grant_id as weight_id, g.grant_id,
        t.team_id, m.member_id, g.inode_id,
    from grant_weights w
    join grants g using (grant_id)
    join inodes i using (inode_id)
    left join permission_levels l on l.plane = i.plane and l.permission = g.permission
    left join teams t on g.principal_kind = 'team' and t.team_id = g.principal_id
    left join members m on g.principal_kind = 'member' and m.member_id = g.principal_id
    left join members giver on giver.member_id = g.created_by
),

of_memberships as (
    select
        'Team membership' as kind, m.name as subject, 'in team ' || t.name as gives,
        w.sole_accesses, w.objects as accesses, 1 as members, w.objects, null::timestamp as since,
        coalesce(adder.name, tm.added_by) as "by", w.team_id || '/' || w.member_id as weight_id,
        null::varchar as grant_id, w.team_id, w.member_id, null::varchar as inode_id,
    from membership_weights w
    join teams t using (team_id)
    join members m using (member_id)
    left join team_members tm on tm.team_id = w.team_id and tm.member_id = w.member_id
    left join members adder on adder.member_id = tm.added_by
),

both_kinds as (
    from of_grants
    union all by name
    from of_memberships
)

select
    kind, subject, gives, sole_accesses, accesses, members, objects, since, "by",
    if(g.has_any, 'at_least', 'known') as certainty,
    weight_id, grant_id, team_id, member_id, inode_id,
from both_kinds
cross join gaps g
order by sole_accesses desc, accesses desc, kind, subject, gives, weight_id
