-- purpose:  Of which snapshots a part is the same that an answer about one inode rests on: the first of
--           them is read for all.
-- grain:    part, snapshot_no
-- columns:
--   part         as in digests
--   snapshot_no  the snapshot
--   as_no        the first snapshot in which it is the same
with

told as (
    select snapshot_no, part, list((bucket, digest) order by bucket) as digests
    from slices.digests
    group by snapshot_no, part
),

-- Where nothing is told of a part there is nothing to read, and the first of these is asked.
asked as (
    select p.part, s.snapshot_no, coalesce(t.digests, []) as digests
    from series.snapshots s
    cross join (
        values ('place'), ('source'), ('member'), ('member_gap'), ('cap'), ('list')
    ) as p(part)
    left join told t using (part, snapshot_no)
)

select part, snapshot_no, min(snapshot_no) over (partition by part, digests) as as_no
from asked
