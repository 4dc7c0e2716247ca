-- purpose:  Who is an Admin and can use it.
-- grain:    member_id
-- columns:
--   member_id  the member
select member_id
from members
where is_admin and is_usable and is_person
order by member_id
