-- purpose:  What everything of either snapshot is called, the later name first.
-- grain:    entity, id
-- as:       view
-- columns:
--   entity  member, team, inode or account_type
--   id      its id
--   name    in words: Ann Lee, team Finance, folder Finance/Budgets
--   kind    kind of an inode, else null
with

members as (
    select member_id, name, email, 0 as age from after.main.members
    union all
    select member_id, name, email, 1 from before.main.members
),

teams as (
    select team_id, name, 0 as age from after.main.teams
    union all
    select team_id, name, 1 from before.main.teams
),

-- What only the earlier snapshot has keeps that one's name.
inodes as (
    select inode_id, kind, coalesce(path_text, name) as name from after.main.inodes
    union all
    select inode_id, kind, coalesce(path_text, name)
    from before.main.inodes
    semi join (select inode_id from differing_inodes where after is null) using (inode_id)
),

account_types as (
    select account_type_id, name, 0 as age from after.main.account_types
    union all
    select account_type_id, name, 1 from before.main.account_types
),

people as (
    select member_id, arg_min(name, age) as name, arg_min(email, age) as email
    from members
    group by member_id
)

select
    'member' as entity, member_id as id,
    case
        when coalesce(name, '') = '' then coalesce(email, member_id)
        when count(*) over (partition by name) > 1 then name || ' (' || coalesce(email, member_id) || ')'
        else name
    end as name,
    null::varchar as kind
from people
union all
select 'team', team_id, 'team ' || coalesce(arg_min(name, age), team_id), null
from teams
group by team_id
union all
select 'inode', inode_id, replace(kind, '_', ' ') || ' ' || coalesce(name, inode_id), kind
from inodes
union all
select 'account_type', account_type_id, 'account type ' || coalesce(arg_min(name, age), account_type_id), null
from account_types
group by account_type_id
