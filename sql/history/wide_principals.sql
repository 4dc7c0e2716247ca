-- purpose:  Principals that stand for many: whom they alone stand for is counted, never spelled out.
-- grain:    principal_no
-- columns:
--   principal_no  as in compared_holders
--   wide_no       counts them from 0, one bit of a number each
with

counted as (
    select principal_no, count(*) as holder_count
    from compared_holders
    group by principal_no
),

numbered as (
    select
        principal_no,
        row_number() over (order by holder_count desc, principal_no)::integer - 1 as wide_no
    from counted
    -- More than one in a hundred. Fewer are looked at one by one.
    where holder_count * 100 > (select count(*) from compared_members)
)

select principal_no, wide_no
from numbered
where wide_no < 60
