-- purpose:  What was not read of each member, as one number.
-- grain:    side, member_no, plane
-- as:       view
-- columns:
--   side       as in member_reasons
--   member_no  as in member_reasons
--   plane      as in member_reasons
--   person_no  as set_no in reason_sets
select r.side, r.member_no, r.plane, s.set_no as person_no
from member_reasons r
join reason_sets s using (reasons)
