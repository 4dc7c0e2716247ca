-- purpose:  The Admins, who could take any access whatever is granted.
-- grain:    member_id
-- columns:
--   person     the member's full name
--   email      their e-mail address
--   user_kind  internal, guest or embed
--   status     active, inactive or archived
--   member_id  the member
select name as person, email, user_kind, status, member_id,
from members
where is_admin
order by person, member_id
