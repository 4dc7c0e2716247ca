-- purpose:  Every reason for every access, in a few words that stand beside the member and object.
-- grain:    member_id, inode_id, reason_id
-- as:       view
-- columns:
--   member_id        the member
--   inode_id         the inode reached
--   via              direct, team, organization, owner or home_folder
--   team_id          the team, when through one
--   grant_id         the grant, when there is one
--   source_inode_id  where the reason lies
--   permission       on this inode, after translation
--   counts           whether it gives anything
--   strength         rank of the permission; 0 when it has none
--   distance         edges up to source_inode_id
--   words            the reason in words
--   reason_id        the reason, as in access_paths
select
    p.member_id, p.inode_id, p.via, p.team_id, p.grant_id, p.source_inode_id, p.permission,
    p.counts,
    coalesce(p.rank, 0) as strength,
    p.distance,
    case p.via
        when 'owner' then 'owner'
        when 'home_folder'
            then case when p.distance = 0 then 'own' else 'lies in own' end || ' home folder'
        else
            case p.via
                when 'team' then 'team ' || coalesce(t.name, p.team_id)
                when 'organization' then 'everyone in the organisation'
                else 'granted in person'
            end
            || ': '
            || coalesce(
                case
                    when s.kind in ('workspace', 'folder') then given.container_label
                    else given.document_label
                end,
                '“' || g.permission || '”, which is not understood,'
            )
            || case
                when p.distance = 0 then ' here'
                else ' on ' || replace(s.kind, '_', ' ') || ' '
                    || coalesce(s.path_text, s.name, s.inode_id)
            end
    end as words,
    p.reason_id,
from access_paths p
left join teams t on t.team_id = p.team_id
left join grants g on g.grant_id = p.grant_id
left join inodes s on s.inode_id = p.source_inode_id
left join permission_levels given on given.plane = s.plane and given.permission = g.permission
