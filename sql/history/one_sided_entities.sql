-- purpose:  Everyone and everything that only one snapshot lists, and which lists it would stand in.
-- grain:    entity, id
-- columns:
--   side        the snapshot that does not list it
--   entity      member, team, account_type or inode
--   id          its id
--   lists       the endpoints that would show it; file_nodes is asked for one folder alone
--   created_at  when it was made, UTC; null when that is not told
with

members as (
    select 'after' as side, member_id, created_at
    from before.main.members b anti join after.main.members a using (member_id)
    union all
    select 'before', member_id, created_at
    from after.main.members a anti join before.main.members b using (member_id)
),

teams as (
    select 'after' as side, team_id, created_at
    from before.main.teams b anti join after.main.teams a using (team_id)
    union all
    select 'before', team_id, created_at
    from after.main.teams a anti join before.main.teams b using (team_id)
),

account_types as (
    select 'after' as side, account_type_id
    from before.main.account_types b anti join after.main.account_types a using (account_type_id)
    union all
    select 'before', account_type_id
    from after.main.account_types a anti join before.main.account_types b using (account_type_id)
),

inodes as (
    select if(before is null, 'before', 'after') as side, inode_id, kind, created_at
    from differing_inodes
    where before is null or after is null
),

homes as (
    select home_folder_id as inode_id from before.main.members
    union
    select home_folder_id from after.main.members
),

-- What /v2/files showed; a folder learnt otherwise may stay unseen without being gone.
folders as (
    select side, inode_id
    from inodes
    where kind not in (
        'workspace', 'workbook', 'report', 'data_model', 'dataset', 'connection', 'database',
        'schema', 'table'
    )
),

refs as (
    select 'after' as side, i.inode_id, i.ref
    from before.main.inode_ids i
    semi join folders o on o.inode_id = i.inode_id and o.side = 'after'
    union all
    select 'before', i.inode_id, i.ref
    from after.main.inode_ids i
    semi join folders o on o.inode_id = i.inode_id and o.side = 'before'
),

filed as (
    select r.inode_id
    from refs r
    semi join before.typed.files f on f.inode_ref = r.ref
    where r.side = 'after'
    union
    select r.inode_id
    from refs r
    semi join after.typed.files f on f.inode_ref = r.ref
    where r.side = 'before'
),

select side, 'member' as entity, member_id as id, ['members'] as lists, created_at from members
union all
select side, 'team', team_id, ['teams'], created_at from teams
union all
select side, 'account_type', account_type_id, ['account_types'], null from account_types
union all
select
    i.side, 'inode', i.inode_id,
    case
        when i.kind = 'workspace' then ['workspaces']
        when i.kind = 'workbook' then ['workbooks', 'workbooks_archived']
        when i.kind = 'report' then ['reports', 'reports_archived']
        when i.kind = 'data_model' then ['data_models']
        when i.kind = 'dataset' then ['datasets']
        when i.kind = 'connection' then ['connections']
        when i.kind in ('database', 'schema', 'table') then ['connections', 'paths']
        when m.inode_id is not null then ['members']
        when f.inode_id is not null then ['files']
        else ['file_nodes']
    end,
    i.created_at
from inodes i
left join homes m on m.inode_id = i.inode_id
left join filed f on f.inode_id = i.inode_id
