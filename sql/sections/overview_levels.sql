-- purpose:  How many people hold each level on each workspace and connection.
-- grain:    inode_id, level
-- columns:
--   name      the workspace or connection
--   level     what they can do there, in Sigma's words
--   people    people who can
--   share     of all active people, in percent
--   inode_id  the workspace or connection
with

crowd as (
    select greatest(count(*) filter (is_person and is_usable), 1) as active_count,
    from members
),

levels as (
    select
        e.inode_id, e.effective_label as level, l.rank, count(*) as people,
    from effective_access e
    join the_table t using (inode_id)
    join members m using (member_id)
    left join permission_levels l on l.plane = e.plane and l.permission = e.effective_permission
    where m.is_person and e.effective_permission is not null
    group by e.inode_id, e.effective_label, l.rank
)

select
    t.name, v.level, v.people,
    (100 * v.people // c.active_count)::integer as share,
    inode_id,
from levels v
join the_table t using (inode_id)
cross join crowd c
order by t.place desc, t.name, inode_id, v.rank desc, v.level
