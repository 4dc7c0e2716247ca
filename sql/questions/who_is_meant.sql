-- purpose:  By which spellings, in small letters, a file beside the snapshot may mean a member.
-- grain:    spelling
-- columns:
--   spelling   an id or an e-mail address
--   member_id  the member; of several with one address the last by id, and an id beats an address
with

spellings as (
    select lower(member_id) as spelling, member_id, true as is_id,
    from members
    union all
    select lower(email), member_id, false,
    from members
    where email is not null
)

select spelling, arg_max(member_id, (is_id, member_id)) as member_id,
from spellings
group by spelling
order by spelling
