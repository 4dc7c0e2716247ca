-- purpose:  What each snapshot says of each pair: usable, granted, without, or not_known.
-- grain:    member_id, inode_id, snapshot_no
-- columns:
--   member_id             the member
--   inode_id              the inode
--   snapshot_no           which snapshot, oldest first
--   taken_at              when it was taken, UTC
--   state                 usable; granted, which is more than can be used; without; not_known
--   effective_permission  what can be used
--   granted_permission    what is granted
--   label                 in Sigma's words: what can be used, else what is granted
--   can_write_back        whether the member may write to the connection
--   why_not               what was not read, where it is not known
with

pairs as (
    select member_id, inode_id from series.sightings
    union
    select member_id, inode_id from series.blind_spots
),

told as (
    select
        p.member_id, p.inode_id, s.snapshot_no, s.taken_at,
        case
            when g.effective_permission is not null or g.can_write_back then 'usable'
            when g.member_id is not null then 'granted'
            when b.member_id is not null then 'not_known'
            else 'without'
        end as state,
        g.effective_permission, g.granted_permission,
        coalesce(g.effective_label, g.granted_label) as label,
        coalesce(g.can_write_back, false) as can_write_back, b.why_not,
    from pairs p
    cross join series.snapshots s
    left join series.sightings g
        on g.member_id = p.member_id and g.inode_id = p.inode_id and g.snapshot_no = s.snapshot_no
    left join series.blind_spots b
        on b.member_id = p.member_id and b.inode_id = p.inode_id and b.snapshot_no = s.snapshot_no
)

-- What one of a day's snapshots cannot tell, another of that day may.
select *
from told
qualify
    state <> 'not_known'
    or not bool_or(state <> 'not_known') over (partition by member_id, inode_id, taken_at::date)
