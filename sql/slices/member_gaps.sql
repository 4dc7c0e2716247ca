-- purpose:  What is not known of the members asked about.
-- grain:    member_id, plane
-- columns:
--   member_id  as in model/member_gaps
--   plane      as in model/member_gaps
-- params:
--   member_id varchar = null — the member asked about; null: everybody
select member_id, plane
from main.member_gaps
where member_id = coalesce($member_id, member_id)
