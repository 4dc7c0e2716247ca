-- purpose:  Every way in which access may have changed and is not known to have.
-- grain:    lane_no
-- columns:
--   lane_no  as in lane_kinds
--   plane    as in lane_kinds
--   column   as in lane_kinds
--   side     the snapshot that shows less
select lane_no, plane, "column", if(after_rank > before_rank, 'before', 'after') as side
from lane_kinds
where change = 'not_known'
