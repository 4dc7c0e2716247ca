-- purpose:  What power one member holds over what others can access.
-- grain:    power, subject_id
-- columns:
--   power         Organisation admin, Connection admin, Manager of a workspace or folder, Team admin
--   over          what it is over
--   subject_kind  organization, workspace, folder, connection or team
--   usable        whether it can be used now
--   certainty     known, or at_least: something unread could raise it
--   subject_id    what it is over; empty for the organisation
-- params:
--   member_id varchar — the member
select power, over, subject_kind, if(is_usable, 'yes', 'no') as usable, certainty, subject_id,
from powers
where member_id = $member_id
order by place, over, power, subject_id
