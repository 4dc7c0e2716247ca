-- purpose:  What the checks were given from outside the snapshot, and what cannot be told without.
-- grain:    name
-- columns:
--   name      which of the files
--   is_given  whether it was given
--   file      which file
--   meaning   what rests on it
with

meanings(place, name, meaning) as (
    values
        (1, 'audit_log', 'who signed in and used what: dormant accounts'),
        (2, 'sensitive', 'which places are sensitive, and who may be there'),
        (3, 'duties', 'which duties nobody may hold together'),
        (4, 'sentinels', 'what must be found, or the snapshot is suspect'),
        (5, 'baseline', 'an earlier snapshot: growth and new Admins')
)

select m.name, o.file is not null as is_given, o.file, m.meaning
from meanings m
left join input.outside o using (name)
order by m.place, m.name
