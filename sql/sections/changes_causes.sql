-- purpose:  What moved effective access, each cause once, the widest first.
-- grain:    change, column, cause, cause_ids
-- columns:
--   change     gained, lost, raised, lowered or not_known
--   reach      how many members and objects
--   cause      because of what; what was not read where it is not known
--   column     granted_permission, or what changed although that did not
--   before     every earlier value
--   after      every later value
--   row_count  pairs of member and object
--   cause_ids  the changes that caused it, by change_id
select
    change,
    if(count(distinct member_id) = 1, min(member), format('{:,} members', count(distinct member_id)))
    || ' × '
    || if(count(distinct inode_id) = 1, min(inode), format('{:,} objects', count(distinct inode_id)))
        as reach,
    cause, "column",
    string_agg(distinct before, ', ' order by before) as before,
    string_agg(distinct after, ', ' order by after) as after,
    count(*) as row_count, cause_ids
from (
    select c.*, m.name as member, i.name as inode
    from access_changes c
    left join names m on m.entity = 'member' and m.id = c.member_id
    left join names i on i.entity = 'inode' and i.id = c.inode_id
)
group by change, "column", cause, cause_ids
order by row_count desc, change, "column", cause, cause_ids
