-- purpose:  How many people, grants and powers the organisation had, snapshot by snapshot.
-- grain:    snapshot_no
-- columns:
--   snapshot_at  when the snapshot was taken, UTC
--   people       people who can sign in
--   outsiders    those of them from outside: guests and embed users
--   privileged   those who hold power over what others can access
--   grants       grants; null, as each number, where the snapshot asks other questions than most
--   everyones    grants to the whole organisation; null where the plan does not show them
--   note         what the snapshot could not tell, in words
--   plan         which questions were to be asked
--   status       complete or incomplete
--   file         its file
--   snapshot_no  its place, oldest first
select
    any_value(taken_at) as snapshot_at,
    max(value) filter (place = 1) as people, max(value) filter (place = 2) as outsiders,
    max(value) filter (place = 3) as privileged, max(value) filter (place = 4) as grants,
    max(value) filter (place = 5) as everyones,
    nullif(concat_ws('; ',
        if(bool_or(place = 5 and seen is null),
            'does not show grants to the whole organisation', null),
        if(bool_or(seen is not null and value is null),
            'asks other questions than most, so not counted beside them: '
            || string_agg(format('{:,} ', seen) || counted, ', ' order by place)
                filter (seen is not null and value is null), null),
        if(bool_or(missed <> ''), 'some answers are missing', null),
        if(bool_or(is_at_least and value is not null), 'at least: '
            || string_agg(counted, ', ' order by place) filter (is_at_least and value is not null), null)
    ), '') as note,
    any_value(plan) as plan, any_value(status) as status, any_value(file) as file, snapshot_no,
from input.counts
group by snapshot_no
order by snapshot_no
