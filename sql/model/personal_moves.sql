-- purpose:  Who reaches an inode more strongly by reasons of their own than through a shared grant: they
--           are not where the anchor of the inode counts them.
-- grain:    inode_id, member_id
-- as:       view
-- columns:
--   inode_id     the inode
--   member_id    the member
--   rank         place in the plane's order of the strongest of their own reasons, as granted
--   shared_rank  that of the strongest shared grant that reaches them there; null when none does
with

own as materialized (
    select p.inode_id, a.anchor_id, p.member_id, p.rank
    from personal_reach p
    left join shared_anchors a using (inode_id)
),

-- What a shared grant gives those who have a reason of their own there: theirs alone is looked up.
shared as (
    select o.anchor_id, o.member_id, max(a.rank) as rank
    from (select distinct anchor_id, member_id from own) o
    join anchor_principals a using (anchor_id)
    join principal_members p
        on p.principal_kind = a.principal_kind and p.principal_id = a.principal_id
        and p.member_id = o.member_id
    group by o.anchor_id, o.member_id
)

select o.inode_id, o.member_id, o.rank, s.rank as shared_rank
from own o
left join shared s on s.anchor_id = o.anchor_id and s.member_id = o.member_id
where s.rank is null or o.rank > s.rank
