-- purpose:  How many there were in the earlier snapshot, and how many there are in the later one.
-- grain:    counted, taken_on
-- columns:
--   counted   what is counted
--   taken_on  the day the snapshot was taken
--   value     how many there were that day; null where the two did not ask alike, or did not read alike
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
        unnest(['members', 'members', 'members', 'teams', 'documents', 'grants']) as rests_on,
        unnest([1, 2, 3, 4, 5, 6]) as place,
        side, taken_at,
    from sides
),

chains as (
    select 1 as side, endpoint, parent_id, status, is_known from before.main.chain_states
    union all
    select 2, endpoint, parent_id, status, is_known from after.main.chain_states
),

-- Of what was not asked at all, only which question: there is more of it in every snapshot.
unread as (
    select
        side, if(status = 'not_asked', endpoint, endpoint || ' ' || parent_id) as what,
        case
            when endpoint in ('members', 'teams') then endpoint
            when ends_with(endpoint, '_grants') then 'grants'
            when endpoint in ('workbooks', 'workbooks_archived', 'data_models', 'datasets', 'reports',
                'reports_archived', 'files') then 'documents'
        end as rests_on,
    from chains
    where not is_known
),

unlike as (
    select distinct rests_on
    from unread
    group by rests_on, what
    having count(distinct side) = 1
)

select counted, taken_at::date as taken_on, if(u.rests_on is null, value, null) as value,
from told t
left join unlike u using (rests_on)
order by place, side, counted, taken_on
