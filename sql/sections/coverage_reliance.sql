-- purpose:  What can be relied on, and what is at least so, subject by subject.
-- grain:    subject
-- columns:
--   subject   what it is about
--   standing  can be relied on; or at least so: what is shown is there, and there may be more
--   open      how many have something unread that could add to them
--   total     how many there are
--   unit      what is counted
--   reason    what is open most often; null where nothing is
select
    subject, if(open = 0, 'can be relied on', 'at least so') as standing, open, total, unit, reason,
from reliance
order by place
