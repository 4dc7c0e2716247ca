-- purpose:  What in organisation_wide should be looked at first, and why.
-- grain:    kind, severity, subject_id, reason
-- columns:
--   kind        which are alike, in the order of telling
--   severity    high, medium or low
--   subject     what it is about
--   subject_id  its id
--   reason      what stands out
--   weight      the heaviest of a kind come first
select
    1 as kind, 'high' as severity, object as subject, inode_id as subject_id,
    'can be ' || if(plane = 'data', 'administered', 'changed') || ' by everyone in the organisation ('
    || if(people = 1, '1 person).', format('{:,} people).', people)) as reason,
    beneath as weight,
from (from the_table where permission in ('edit', 'admin'))
union all
select
    2, 'high', object, inode_id,
    'is a ' || kind || ' given to everyone' || if(beneath = 0, '.', ', with the '
        || format('{:,}', beneath) || ' databases, schemas and tables below it.'),
    beneath,
from the_table
where plane = 'data' and permission != 'admin'
union all
select
    3, 'medium', object, inode_id,
    'is a ' || kind || ' given to everyone: '
    || if(beneath = 1, 'the one thing in it', format('the {:,} things in it', beneath))
    || ', and all that is filed there later.',
    beneath,
from the_table
where kind in ('workspace', 'folder') and permission != 'edit' and not is_archived
order by kind, weight desc, subject, subject_id, reason
