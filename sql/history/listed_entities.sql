-- purpose:  Everyone and everything that either snapshot lists, and which lists it would stand in.
-- grain:    side, entity, id
-- columns:
--   side        before or after
--   entity      member, team, account_type or inode
--   id          its id
--   lists       the endpoints that would show it; file_nodes is asked for one folder alone
--   created_at  when it was made, UTC; null when that is not told
with

members as (
    select 'before' as side, member_id, home_folder_id, created_at from before.main.members
    union all
    select 'after', member_id, home_folder_id, created_at from after.main.members
),

teams as (
    select 'before' as side, team_id, created_at from before.main.teams
    union all
    select 'after', team_id, created_at from after.main.teams
),

account_types as (
    select 'before' as side, account_type_id from before.main.account_types
    union all
    select 'after', account_type_id from after.main.account_types
),

-- What /v2/files showed; a folder learnt otherwise may stay unseen without being gone.
filed as (
    select 'before' as side, i.inode_id
    from before.typed.files f join before.main.inode_ids i on i.ref = f.inode_ref
    union
    select 'after', i.inode_id
    from after.typed.files f join after.main.inode_ids i on i.ref = f.inode_ref
),

inodes as (
    select 'before' as side, inode_id, kind, created_at from before.main.inodes
    union all
    select 'after', inode_id, kind, created_at from after.main.inodes
)

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
        when m.member_id is not null then ['members']
        when f.inode_id is not null then ['files']
        else ['file_nodes']
    end,
    i.created_at
from inodes i
left join members m on m.side = i.side and m.home_folder_id = i.inode_id
left join filed f on f.side = i.side and f.inode_id = i.inode_id
