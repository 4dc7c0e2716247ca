-- purpose:  What a snapshot could not tell, one row for each reason.
-- grain:    endpoint, plane, principal_kind, reason
-- columns:
--   endpoint        the question that was not answered
--   plane           content or data; null for both
--   principal_kind  organization when only an organisation-wide grant may be missing
--   gap_count       gaps of this kind
--   member_count    members they are about; 0 for any member
--   inode_count     objects they are about, with all beneath; 0 for any
--   reason          what is missing, in words
select
    endpoint, plane, principal_kind, count(*) as gap_count,
    count(distinct member_id) as member_count, count(distinct inode_id) as inode_count, reason
from not_known
group by endpoint, plane, principal_kind, reason
order by gap_count desc, endpoint, reason, plane, principal_kind
