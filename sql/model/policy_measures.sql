-- purpose:  Figures that policies watch from one snapshot to the next.
-- grain:    measure
-- as:       view
-- columns:
--   measure  what is counted
--   amount   how many
with

active as (
    select * from members where is_usable and is_person
)

select 'active members' as measure, count(*) as amount from active
union all
select 'active guests', count(*) from active where user_kind = 'guest'
union all
select 'active embed users', count(*) from active where user_kind = 'embed'
union all
select 'active Admins', count(*) from active where is_admin
union all
select 'teams', count(*) from teams where not is_archived
union all
select 'grants', count(*) from grants
union all
select 'grants to single members', count(*) from grants where principal_kind = 'member'
union all
select 'grants to the whole organisation', count(*) from grants where principal_kind = 'organization'
union all
select 'grants on connections and below', count(*)
from grants join inodes using (inode_id) where plane = 'data'
