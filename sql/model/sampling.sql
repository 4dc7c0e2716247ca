-- purpose:  How many members and objects this run was told to draw, and with which seed.
-- grain:    one_row
-- columns:
--   one_row          always 1
--   verify_count     members whose access is held against Sigma's own list; 0: none
--   objects_count    objects that a plan without the object sweep asks all the same; 0: none
--   seed             what the draw rests on: as given, else the moment the run began
select
    1 as one_row,
    coalesce(max(try_cast(s.value as bigint)) filter (s.name = 'verify'), 0) as verify_count,
    coalesce(max(try_cast(s.value as bigint)) filter (s.name = 'objects_sample'), 0) as objects_count,
    coalesce(
        max(s.value) filter (s.name = 'seed'), strftime(any_value(r.started_at), '%Y%m%d%H%M%S')
    ) as seed
from meta.run r
left join meta.settings s on true
