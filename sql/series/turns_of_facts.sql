-- purpose:  Between which neighbouring snapshots something changes that is said of the subject itself. One
--           too many costs time; one too few would be a wrong answer.
-- grain:    step_no
-- columns:
--   step_no  the later of the two snapshots, oldest first
with

told as (
    select
        snapshot_no as step_no, digest, lag(digest) over (order by snapshot_no) as was
    from series.subject_facts
)

select step_no
from told
where step_no > 0 and digest is distinct from was
