-- purpose:  Each team with how many are in it and how many grants name it.
-- grain:    team_id
-- as:       view
-- columns:
--   team_id         the team
--   name            its name
--   is_archived     an archived team reaches nobody
--   grants          grants that name it
--   example         one of the places they lie on
--   active_members  members in it who are active
--   all_members     members in it, whatever their status
--   is_read         its list of members was read whole
with

held as (
    select g.principal_id as team_id, count(*) as grants, min(coalesce(i.path_text, g.inode_id)) as example
    from grants g
    left join inodes i using (inode_id)
    where g.principal_kind = 'team'
    group by g.principal_id
),

staffed as (
    select tm.team_id, count(*) filter (m.is_usable) as active_members, count(*) as all_members
    from team_members tm
    left join members m using (member_id)
    group by tm.team_id
)

select
    t.team_id, t.name, t.is_archived, coalesce(h.grants, 0) as grants, h.example,
    coalesce(s.active_members, 0) as active_members, coalesce(s.all_members, 0) as all_members,
    t.team_id in (
        select parent_id from chosen_readings where endpoint = 'team_members' and is_complete
    ) as is_read
from teams t
left join held h using (team_id)
left join staffed s using (team_id)
