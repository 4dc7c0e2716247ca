-- purpose:  What a sample of objects says about grants that asking only principals cannot show.
-- grain:    plane
-- columns:
--   plane          content or data
--   population     objects there are
--   drawn_count    objects drawn
--   answered_count objects that answered
--   found_count    of these, given to the whole organisation
--   objects_low    so many are of all, at least (95 %)
--   objects_high   so many are of all, at most (95 %)
--   missed_count   of those that answered, with another grant that no principal showed
select plane, population, drawn_count, answered_count, found_count, objects_low, objects_high,
    missed_count,
from object_sample
order by plane
