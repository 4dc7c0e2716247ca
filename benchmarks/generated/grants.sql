-- Grants: slots on things, each given anew in every era of its own. 15 % of documents are shared.
create temp table slots as
select inode_id, 'workspace' as place, 'w' || i || '/' || s as slot, inode_id as ref, '' as on_path
from workspaces, range(2) as t(s)
where s = 0 or draw('second', 'w' || i) < 0.7
union all
select inode_id, 'folder', 'f' || i, inode_id, '' from folders where draw('shared', 'f' || i) < 0.2
union all
select inode_id, 'document', 'd' || i || '/' || s, inode_id, ''
from documents, range(3) as t(s)
where draw('shared', 'd' || i) < 0.15 * [1, 0.5, 0.25][s + 1]
union all
select inode_id, 'connection', 'c' || i || '/' || s, inode_id, '' from warehouses, range(2) as t(s)
union all
-- The API names paths by urlId; half of the answers call them so.
select inode_id, level, 'p' || i, if(draw('form', 'p' || i) < 0.5, url_id, inode_id), url_id
from paths
where draw('shared', 'p' || i)
    < case level when 'table' then 0.01 when 'schema' then 0.3 else 0.5 end;

create temp table given as
with

drawn as (
    select
        *, uuid_of('grant', life) as grant_id, draw('whom', life) as whom,
        floor(pow(draw('team', life), 2) * getvariable('teams'))::bigint as team,
        floor(draw('member', life) * getvariable('members'))::bigint as member,
        draw('how', life || '/' || era('how', slot, 0.5)) as how
    from (select *, slot || '/' || era('grant', slot, 1) as life from slots)
),

aimed as (
    select
        *, case
            when place = 'workspace' then if(whom < 0.03, 'organization', 'team')
            when place = 'folder' then
                case when whom < 0.01 then 'organization' when whom < 0.3 then 'member' else 'team' end
            when place = 'document' then
                case when whom < 0.02 then 'organization' when whom < 0.6 then 'member' else 'team' end
            when place = 'connection' then if(whom < 0.05, 'organization', 'team')
            else if(whom < 0.2, 'member', 'team')
        end as kind
    from drawn
)

select
    a.inode_id, a.place, a.ref, a.on_path, a.grant_id,
    if(a.kind = 'member', p.member_id, null) as member_id,
    if(a.kind = 'team', g.team_id, null) as team_id,
    case
        when place in ('workspace', 'folder', 'document') then
            case when how < 0.45 then 'view' when how < 0.65 then 'explore'
                when how < 0.75 then 'organize' else 'edit' end
        else
            case when how < 0.65 then 'usage' when how < 0.8 then 'annotate'
                when how < 0.9 then 'writeback' else 'admin' end
    end as permission
from aimed a
join people p on p.i = a.member
join groups g on g.i = a.team;

create temp table grant_entries as
select
    inode_id, place, on_path, member_id, team_id, grant_id,
    to_json({
        'grantId': grant_id, 'inodeId': ref, 'organizationId': getvariable('organization_id'),
        'memberId': member_id, 'teamId': team_id, 'permission': permission,
        'inodeType': case when place in ('connection', 'database', 'schema', 'table')
            then if(place = 'table', 'table', 'scope') else 'folder' end,
        'createdBy': getvariable('asker'), 'updatedBy': getvariable('asker'),
        'createdAt': getvariable('stamp'), 'updatedAt': getvariable('stamp')
    })::varchar as entry
from given;
