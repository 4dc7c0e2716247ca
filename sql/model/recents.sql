-- purpose:  What members opened lately, where `--with recents` asked: a weak sign of life.
-- grain:    member_id, inode_id
-- columns:
--   member_id             the member
--   inode_id              what they opened
--   last_interaction_at   when last, UTC; null where it is not told
select
    r.parent_id as member_id, i.inode_id, max(r.last_interaction_at) as last_interaction_at
from typed.member_recents r
join (from chosen_readings where endpoint = 'member_recents') u using (parent_id, reading)
join inode_ids i on i.ref = r.inode_ref
group by r.parent_id, i.inode_id
