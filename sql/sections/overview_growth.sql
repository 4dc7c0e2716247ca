-- purpose:  How many there were in the earlier snapshot, and how many there are in the later one.
-- grain:    counted, taken_on
-- columns:
--   counted   what is counted
--   taken_on  the day the snapshot was taken
--   value     how many there were that day
with

sides as (
    select
        1 as side, (select taken_at from before.main.snapshot_info) as taken_at,
        (select count(*) from before.main.members where is_person and is_usable) as people,
        (select count(*) from before.main.members where is_person and is_admin and is_usable) as admins,
        (select count(*) from before.main.members
            where is_person and is_usable and user_kind != 'internal') as outsiders,
        (select count(*) from before.main.teams where not is_archived) as teams,
        (select count(*) from before.main.inodes
            where plane = 'content' and not is_container and not is_archived) as documents,
        (select count(*) from before.main.grants) as grants,
    union all
    select
        2, (select taken_at from after.main.snapshot_info),
        (select count(*) from after.main.members where is_person and is_usable),
        (select count(*) from after.main.members where is_person and is_admin and is_usable),
        (select count(*) from after.main.members
            where is_person and is_usable and user_kind != 'internal'),
        (select count(*) from after.main.teams where not is_archived),
        (select count(*) from after.main.inodes
            where plane = 'content' and not is_container and not is_archived),
        (select count(*) from after.main.grants),
),

told as (
    select
        unnest(['people who can sign in', 'Admins', 'from outside', 'teams', 'documents', 'grants'])
            as counted,
        unnest([people, admins, outsiders, teams, documents, grants]) as value,
        unnest([1, 2, 3, 4, 5, 6]) as place,
        side, taken_at,
    from sides
)

select counted, taken_at::date as taken_on, value,
from told
order by place, side, counted, taken_on
