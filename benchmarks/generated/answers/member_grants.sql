select p.member_id as parent_id, e.grant_id as position, e.entry
from people p
left join grant_entries e on e.member_id = p.member_id
