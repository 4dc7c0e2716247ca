-- purpose:  What in ownership should be looked at first, and why.
-- grain:    kind, severity, subject_id, reason
-- columns:
--   kind        which are alike, in the order of telling
--   severity    high, medium or low
--   subject     what it is about
--   subject_id  its id
--   reason      what stands out
--   weight      the heaviest of a kind come first
select
    1 as kind, 'high' as severity, owner as subject, owner_id as subject_id,
    'is ' || state || ' and still owns ' || format('{:,}', count(*))
    || if(count(*) = 1, ' document', ' documents') || ', for example ' || min(object) || '.' as reason,
    count(*) as weight,
from the_table
where state in ('inactive', 'archived') and not is_archived
group by owner, owner_id, state
union all
select
    2, 'medium', object, inode_id,
    'has no known owner, and ' || if(openers = 1, '1 person', format('{:,} people', openers)) || ' can open it.',
    openers,
from the_table
where state = 'nobody known' and not is_archived
union all
select
    3, 'low', owner, owner_id,
    'alone can change ' || format('{:,}', count(*)) || ' documents that others open.',
    count(*),
from the_table
where state = 'active' and editors = 0 and openers > 0 and not is_archived
group by owner, owner_id
having count(*) >= 5
order by kind, weight desc, subject, subject_id, reason
