-- purpose:  Where a grant to the whole organisation may be missing from what was read.
-- grain:    endpoint, reason
-- columns:
--   asked     what was asked, in words
--   endpoint  the question's name
--   reason    why it is not known
--   objects   how many objects; null where it may be any
--   example   one of them
select
    coalesce(any_value(w.asked), k.endpoint) as asked, k.endpoint, k.reason,
    if(bool_or(k.inode_id is null), null, count(distinct k.inode_id)) as objects,
    min(i.path_text) as example,
from not_known k
left join inodes i using (inode_id)
left join endpoint_words w on w.endpoint = k.endpoint
where k.member_id is null
group by k.endpoint, k.reason
order by k.endpoint, k.reason
