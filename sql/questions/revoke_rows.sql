-- purpose:  Each set of removals, step by step, and then everything else that would be lost with it.
-- grain:    set_number, role, place
-- columns:
--   set_number  which set, from 1
--   role        remove, or lose: what else goes
--   place       order within the set and role, from 1
--   kind        of what is removed: grant or membership
--   grant_id    the grant to delete
--   team_id     the team to leave, or whose grant it is
--   member_id   who leaves the team, or who loses
--   inode_id    on what something is lost
--   before      granted_permission as it is, of what is lost
--   after       granted_permission without the set; null when the access ends
--   sentence    the row in words
select
    set_number, 'remove' as role, step as place, kind, grant_id, team_id, member_id,
    null::varchar as inode_id, null::varchar as before, null::varchar as after, sentence,
from the_sets
union all
select
    set_number, 'lose',
    row_number() over (partition by set_number order by is_other desc, name, member_id, path_text, inode_id),
    null, null, null, member_id, inode_id, before, after, sentence,
from the_losses
order by set_number, role desc, place
