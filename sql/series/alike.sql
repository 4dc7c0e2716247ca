-- purpose:  In which snapshots in a row a part is the same that an answer rests on: it is read in the
--           first snapshot that has it so, for all of them.
-- grain:    part, bucket, snapshot_no
-- columns:
--   part         as in model/digests
--   bucket       as in model/digests
--   as_no        the first snapshot in which it is the same
--   snapshot_no  the first of these snapshots
--   until_no     the last of them
with

told as (
    select
        part, bucket, digest, min(snapshot_no) as as_no, max(snapshot_no) as until_no,
        max(snapshot_no) - min(snapshot_no) + 1 = count(*) as is_in_a_row
    from slices.digests
    group by part, bucket, digest
),

numbered as (
    select
        t.part, t.bucket, t.as_no, d.snapshot_no,
        d.snapshot_no - row_number() over (
            partition by t.part, t.bucket, t.digest order by d.snapshot_no
        ) as run_no
    from told t
    join slices.digests d using (part, bucket, digest)
    where not t.is_in_a_row
)

select part, bucket, as_no, as_no as snapshot_no, until_no
from told
where is_in_a_row
union all
select part, bucket, as_no, min(snapshot_no), max(snapshot_no)
from numbered
group by part, bucket, as_no, run_no
