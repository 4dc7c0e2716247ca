-- purpose:  The grants on an inode or above it that miss one member, the nearest first, and by what:
--           those that are none of the_reasons (access_why.sql).
-- grain:    grant_id
-- columns:
--   grant_id         the grant that misses
--   source_inode_id  where it lies
--   distance         edges up to source_inode_id
--   misses_by        which of the cases below: team_not_read, team_archived, status, user_kind …
--   sentence         the miss in words
-- params:
--   member_id varchar — the member
--   inode_id  varchar — the inode
with

weighed as (
    select
        n.grant_id, n.inode_id, a.distance, n.principal_kind, n.principal_id,
        m.name as who, m.status, m.user_kind, t.name as team, other.name as other,
        coalesce(giver.name, n.created_by) as giver, n.created_at,
        replace(i.kind, '_', ' ') || ' ' || coalesce(i.path_text, i.name) as source,
        coalesce(
            if(i.is_container, l.container_label, l.document_label),
            'has “' || n.permission || '” on'
        ) as label,
        coalesce(l.rank, 0) as strength, tm.member_id is not null as is_in_team,
        case
            when n.principal_kind = 'team' and t.is_archived then 'team_archived'
            when n.principal_kind = 'team' and t.team_id in (select parent_id from unread_teams)
                then 'team_not_read'
            when n.principal_kind = 'team' then 'team_membership'
            when n.principal_kind = 'organization' and not m.is_usable then 'status'
            when n.principal_kind = 'organization' then 'user_kind'
            when n.principal_kind = 'member' then 'other_member'
            else 'unknown_principal'
        end as misses_by,
    from inode_ancestry a
    join grants n on n.inode_id = a.ancestor_id
    join members m on m.member_id = $member_id
    join inodes i on i.inode_id = n.inode_id
    left join teams t on n.principal_kind = 'team' and t.team_id = n.principal_id
    left join team_members tm on tm.team_id = t.team_id and tm.member_id = m.member_id
    left join members other on n.principal_kind = 'member' and other.member_id = n.principal_id
    left join members giver on giver.member_id = n.created_by
    left join permission_levels l on l.plane = i.plane and l.permission = n.permission
    where
        a.inode_id = $inode_id
        and n.grant_id not in (select grant_id from the_reasons where grant_id is not null)
)

select
    grant_id, inode_id as source_inode_id, distance, misses_by,
    case principal_kind
        when 'team' then 'Team ' || team
        when 'organization' then 'Everyone in the organisation'
        when 'member' then other
        else 'Somebody who is not listed'
    end || ' ' || label || ' ' || source
    || coalesce(', granted by ' || giver, '')
    || coalesce(' on ' || strftime(created_at, '%Y-%m-%d'), '')
    || ', but ' || case misses_by
        when 'team_archived' then 'the team is archived, so it reaches nobody'
            || if(is_in_team, ', ' || who || ' included.', ', and ' || who || ' is not in it.')
        when 'team_not_read' then 'who is in that team could not be read, so it may reach ' || who || '.'
        when 'team_membership' then who || ' is not in that team.'
        when 'status' then 'the account of ' || who || ' is ' || status || ', not active.'
        when 'user_kind' then who || ' is of kind ' || user_kind || ', not internal.'
        when 'other_member' then 'not ' || who || '.'
        else 'nothing says that this is ' || who || '.'
    end as sentence,
from weighed
order by
    list_position(
        ['team_not_read', 'team_archived', 'status', 'user_kind', 'team_membership',
            'other_member', 'unknown_principal'],
        if(misses_by = 'team_archived' and not is_in_team, 'team_membership', misses_by)
    ),
    distance, strength desc, grant_id
