-- purpose:  Members of whom something was not read that could add or raise their access.
-- grain:    member_id, plane
-- columns:
--   member_id  the member
--   plane      content or data
select distinct g.member_id, p.plane
from not_known g
join (select unnest(['content', 'data']) as plane) p on g.plane is null or g.plane = p.plane
where g.member_id is not null
