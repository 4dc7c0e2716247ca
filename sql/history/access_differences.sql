-- purpose:  The reasons that only one side has and that a change of access rests on: putting them
--           back, or taking them away, restores what was.
-- grain:    member_id, inode_id, column, side, via, team_id, source_inode_id, granted
-- columns:
--   member_id        the member
--   inode_id         the inode
--   column           as in access_lanes
--   side             the side that has the reason
--   via              as in access_paths
--   team_id          the team, when through one
--   source_inode_id  where the reason lies
--   granted          permission as granted there
--   permission       what it is worth on the inode
--   rank             place of that in the order; null beside it
--   distance         edges up to source_inode_id
with

reasons as (
    select
        *,
        -- Another word that is worth the same here is the same reason.
        count(distinct side) over (
            partition by member_id, inode_id, via, team_id, source_inode_id, permission
        ) > 1 as is_on_both
    from access_reasons
),

lanes as (
    select member_id, inode_id, "column", before_rank, after_rank
    from access_lanes
    where change <> 'not_known' and "column" <> 'effective_permission'
),

-- What is left at the earlier strength once the stronger new reasons are taken away.
kept_ranks as (
    select distinct member_id, inode_id, rank
    from reasons
    where side = 'after'
),

weighed as (
    select r.*, l."column", l.before_rank, l.after_rank, k.rank is not null as is_kept
    from lanes l
    join reasons r using (member_id, inode_id)
    left join kept_ranks k
        on k.member_id = l.member_id and k.inode_id = l.inode_id and k.rank = l.before_rank
    where not r.is_on_both
)

select
    member_id, inode_id, "column", side, via, team_id, source_inode_id, granted, permission, rank,
    distance
from weighed
where
    case
        when "column" = 'can_write_back' then
            granted in ('writeback', 'admin')
            and side = if(after_rank > before_rank, 'after', 'before')
        when after_rank > before_rank then
            (side = 'after' and rank > before_rank)
            or (side = 'before' and rank = before_rank and not is_kept)
        else side = 'before' and rank = before_rank
    end
