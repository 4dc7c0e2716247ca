-- purpose:  The reasons that only one side has and that a change of access rests on: putting them
--           back, or taking them away, restores what was.
-- grain:    profile_no, side, via, principal_no, source_no, granted
-- columns:
--   profile_no    as in lane_profiles
--   member_no     as in lane_profiles
--   group_no      as in lane_profiles
--   owned_id      as in lane_profiles
--   side          the side that has the reason; beside: it would reach but for a move
--   via           direct, team, organization, home_folder or owner
--   principal_no  through whom; null for the owner
--   source_no     the cut where it lies; null for the owner
--   granted       permission as granted there
with

lanes as (
    select
        profile_no, member_no, group_no, owned_id, "column", before_rank, after_rank, held_before,
        held_after, is_crowded
    from lane_profiles
    where "column" <> 'effective_permission'
),

-- Of whom a lane holds which principal on which side: by its bits, or one by one for want of them.
entries as (
    select e.*, p.bit_no
    from group_entries e
    join group_principals p using (group_no, principal_no)
),

held as (
    select
        l.* exclude (held_before, held_after, is_crowded),
        e.side, e.via, e.principal_no, e.source_no, e.granted, e.rank, e.is_on_both, e.is_recut,
        (l.held_before >> e.bit_no::integer) & 1 = 1 as is_before,
        (l.held_after >> e.bit_no::integer) & 1 = 1 as is_after
    from lanes l
    join entries e using (group_no)
    where not l.is_crowded
    union all
    select
        l.* exclude (held_before, held_after, is_crowded),
        e.side, e.via, e.principal_no, e.source_no, e.granted, e.rank, e.is_on_both, e.is_recut,
        h.is_before, h.is_after
    from lanes l
    join group_entries e using (group_no)
    join compared_holders h on h.principal_no = e.principal_no and h.member_no = l.member_no
    where l.is_crowded
),

reasons as materialized (
    select
        * exclude (is_on_both, is_before, is_after),
        -- Another word that is worth the same here is the same reason.
        is_on_both and is_before and is_after as is_on_both
    from held
    where if(side = 'before', is_before, is_after)
    union all
    select
        l.* exclude (held_before, held_after, is_crowded),
        s.side, 'owner', null, null, 'edit', v.rank, false as is_recut, o.is_before and o.is_after
    from lanes l
    join owned_pairs o on o.member_no = l.member_no and o.inode_id = l.owned_id
    join (values ('before'), ('after')) as s(side) on if(s.side = 'before', o.is_before, o.is_after)
    join after.main.permission_levels v on v.plane = 'content' and v.permission = 'edit'
),

kept as (
    select distinct profile_no from reasons where side = 'after' and rank = before_rank
),

-- Brought by a move: taken back, it lies again where something else reaches it by now.
moved as (
    select distinct profile_no
    from reasons
    where side = 'after' and is_recut and not is_on_both and rank > before_rank
),

-- What is left at the earlier strength once the stronger new reasons are taken away.
weighed as (
    select r.*, k.profile_no is not null as is_kept, m.profile_no is not null as is_moved
    from reasons r
    left join kept k using (profile_no)
    left join moved m using (profile_no)
    where
        (side = 'beside' and after_rank > before_rank) or (before_rank > 0 and after_rank > before_rank)
        or ("column" = 'can_write_back') or side = if(after_rank > before_rank, 'after', 'before')
)

select profile_no, member_no, group_no, owned_id, side, via, principal_no, source_no, granted
from weighed
where
    not is_on_both
    and case
        when "column" = 'can_write_back' then
            granted in (select permission from after.main.permission_levels where writes)
            and (side = if(after_rank > before_rank, 'after', 'before') or (side = 'beside' and is_moved))
        when after_rank > before_rank then
            (side = 'after' and rank > before_rank)
            or (side = 'beside' and rank > before_rank and is_moved)
            or (side = 'before' and rank = before_rank and not is_kept)
        else side = 'before' and rank = before_rank
    end
