-- purpose:  Grants that came, went, were raised or lowered; not known where nothing that would have
--           shown the missing one was read to its end.
-- grain:    principal_kind, principal_key, inode_id, lane, place
-- columns:
--   principal_kind  member, team, organization or unknown
--   principal_key   the principal; empty for the organisation
--   inode_id        what it is on
--   lane            as in differing_grants
--   place           as in differing_grants
--   change          added, removed, changed or not_known
--   before          earlier permission
--   after           later permission
--   grant_id        the later grant's id, else the earlier one's
--   went_with       inode, member or team that came or went and took this along
--   why_not         what keeps it from being known, in words
select
    d.principal_kind, d.principal_key, d.inode_id, d.lane, d.place,
    case
        when not w.is_known then 'not_known'
        when d.side is null then 'changed'
        when d.side = 'before' then 'added'
        else 'removed'
    end as change,
    d.before, d.after, d.grant_id,
    case
        when w.is_with_inode then 'inode'
        when w.is_with_principal then d.principal_kind
    end as went_with,
    if(w.is_known, null, coalesce(w.why_not, 'nothing that would show it was asked')) as why_not
from differing_grants d
join grant_witnesses w using (principal_kind, principal_key, inode_id, lane, place)
