-- purpose:  How this snapshot shows each account that is asked about.
-- grain:    snapshot_id, member_id
-- columns:
--   snapshot_id  the snapshot
--   member_id    the account
--   status       active, inactive, archived; not_listed (a whole list is without it), or not_known
--   updated_at   when Sigma says the account was changed last, UTC: a hint, its meaning is undocumented
with

asked as (
    select distinct member_id
    from input.matches
)

select
    s.snapshot_id, a.member_id,
    coalesce(m.status, if(s.is_list_whole, 'not_listed', 'not_known')) as status,
    m.updated_at,
from asked a
cross join input.at_hand s
left join members m using (member_id)
where s.snapshot_id = (select snapshot_id from snapshot_info)
order by member_id
