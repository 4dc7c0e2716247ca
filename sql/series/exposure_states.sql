-- purpose:  What the snapshots say of each pair: usable, granted, without, or not_known; one row for
--           snapshots in a row of which nothing differs.
-- grain:    member_id, inode_id, snapshot_no
-- columns:
--   member_id             the member
--   inode_id              the inode
--   snapshot_no           the first snapshot, oldest first
--   until_no              the last snapshot
--   taken_at              when the first was taken, UTC
--   until_at              when the last was taken, UTC
--   state                 usable; granted, which is more than can be used; without; not_known
--   effective_permission  what can be used
--   granted_permission    what is granted
--   label                 in Sigma's words: what can be used, else what is granted
--   can_write_back        whether the member may write to the connection
--   why_not               what was not read, where it is not known
with

days as (
    select taken_at::date as day, count(*) as snapshot_count
    from series.snapshots
    group by day
),

-- Days of which more than one snapshot tells.
shared as (
    select s.snapshot_no
    from series.snapshots s
    join days d on d.day = s.taken_at::date
    where d.snapshot_count > 1
),

turns as (
    select member_id, inode_id, snapshot_no from series.sightings
    union
    select member_id, inode_id, until_no + 1 from series.sightings
    union
    select member_id, inode_id, snapshot_no from series.blind_spots
    union
    select member_id, inode_id, until_no + 1 from series.blind_spots
    union
    -- One by one, where another of that day may tell.
    select b.member_id, b.inode_id, unnest([s.snapshot_no, s.snapshot_no + 1])
    from series.blind_spots b
    join shared s on s.snapshot_no between b.snapshot_no and b.until_no
    union
    select member_id, inode_id, 0 from series.sightings
    union
    select member_id, inode_id, 0 from series.blind_spots
),

stretches as (
    select
        member_id, inode_id, snapshot_no,
        lead(snapshot_no, 1, (select count(*) from series.snapshots)::integer) over (
            partition by member_id, inode_id order by snapshot_no
        ) - 1 as until_no,
    from turns
    where snapshot_no in (select snapshot_no from series.snapshots)
),

told as (
    select
        p.member_id, p.inode_id, p.snapshot_no, p.until_no, s.taken_at, u.taken_at as until_at,
        case
            when g.effective_permission is not null or g.can_write_back then 'usable'
            when g.member_id is not null then 'granted'
            when b.member_id is not null then 'not_known'
            else 'without'
        end as state,
        g.effective_permission, g.granted_permission,
        coalesce(g.effective_label, g.granted_label) as label,
        coalesce(g.can_write_back, false) as can_write_back, b.why_not,
    from stretches p
    join series.snapshots s using (snapshot_no)
    join series.snapshots u on u.snapshot_no = p.until_no
    left join series.sightings g
        on g.member_id = p.member_id and g.inode_id = p.inode_id
        and p.snapshot_no between g.snapshot_no and g.until_no
    left join series.blind_spots b
        on b.member_id = p.member_id and b.inode_id = p.inode_id
        and p.snapshot_no between b.snapshot_no and b.until_no
),

-- What one of a day's snapshots cannot tell, another of that day may.
told_days as (
    select t.member_id, t.inode_id, d.day
    from told t
    join shared s using (snapshot_no)
    join days d on d.day = t.taken_at::date
    where t.state = 'not_known'
    group by t.member_id, t.inode_id, d.day
    having count(*) < any_value(d.snapshot_count)
)

select *
from told
where
    state <> 'not_known'
    or (member_id, inode_id, taken_at::date) not in (select (member_id, inode_id, day) from told_days)
