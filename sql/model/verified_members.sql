-- purpose:  Members drawn to be held against what Sigma itself lists for them, and whether it did.
-- grain:    member_id
-- columns:
--   member_id    the member: active, for nobody else can use anything
--   status       how the question stands; null while it is not asked
--   is_answered  Sigma's list of what they can open was read whole
with

drawn as (
    select m.member_id
    from listed_members m
    cross join sampling s
    where not m.is_archived and not m.is_inactive
    qualify row_number() over (order by md5(s.seed || '/' || m.member_id), m.member_id) <= s.verify_count
)

select
    d.member_id, max(c.status) filter (c.reading = u.reading) as status,
    coalesce(bool_or(c.status = 'complete'), false) as is_answered
from drawn d
left join meta.chains c on c.endpoint = 'member_files' and c.parent_id = d.member_id
left join chosen_readings u on u.endpoint = c.endpoint and u.parent_id = c.parent_id
group by d.member_id
