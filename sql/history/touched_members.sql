-- purpose:  Members whose access may differ because of who they are or which teams they are in.
--           Whoever is not here differs only on touched inodes.
-- grain:    member_id
-- columns:
--   member_id  the member
with

before_members as (
    select
        member_id, status, user_kind, home_folder_id, coalesce(account_type_id, '') as type_id
    from before.main.members
),

after_members as (
    select
        member_id, status, user_kind, home_folder_id, coalesce(account_type_id, '') as type_id
    from after.main.members
),

members as (
    from before_members union from after_members
),

-- What an account type may do depends on every other's words too (D6): the caps are compared.
differing_caps as (
    select coalesce(b.account_type_id, a.account_type_id) as type_id
    from before.main.account_type_caps b
    full join after.main.account_type_caps a
        on a.account_type_id = b.account_type_id and a.permission_class = b.permission_class
        and a.granted = b.granted
    where b.permission is distinct from a.permission
),

team_members as (
    select team_id, member_id from before.main.team_members
    union
    select team_id, member_id from after.main.team_members
),

touched_teams as (
    select team_id
    from base_changes
    where entity = 'team' and ("column" is null or "column" = 'is_archived')
)

select member_id
from members
group by member_id
having count(*) > 1
union
select id from absences where entity = 'member'
union
select member_id from members where type_id in (select type_id from differing_caps)
union
select member_id from base_changes where entity = 'team_member' and "column" is null
union
select member_id from team_members semi join touched_teams using (team_id)
