-- purpose:  Each member whose access changed, with how much and because of what.
-- grain:    member_id
-- columns:
--   person     the member's full name
--   status     active, inactive or archived in the later snapshot; gone when no longer listed
--   gained     accesses gained
--   lost       accesses lost
--   raised     accesses that became stronger
--   lowered    accesses that became weaker
--   unknown    accesses that cannot be told
--   because    every cause, the commonest first
--   member_id  the member
with

causes as (
    select member_id, cause, count(*) as row_count,
    from the_table
    where entity = 'effective_access' and cause is not null
    group by member_id, cause
),

reasons as (
    select
        member_id,
        list(cause || ' (' || format('{:,}', row_count) || ')' order by row_count desc, cause) as because,
    from causes
    group by member_id
),

counted as (
    select
        member_id,
        count(*) filter (change = 'gained') as gained,
        count(*) filter (change = 'lost') as lost,
        count(*) filter (change = 'raised') as raised,
        count(*) filter (change = 'lowered') as lowered,
        count(*) filter (change = 'not_known') as unknown,
    from the_table
    where entity = 'effective_access'
    group by member_id
)

select
    coalesce(a.name, b.name, member_id) as person,
    coalesce(a.status, 'gone') as status,
    c.gained, c.lost, c.raised, c.lowered, c.unknown, r.because, member_id,
from counted c
left join reasons r using (member_id)
left join after.main.members a using (member_id)
left join before.main.members b using (member_id)
order by person, member_id
