-- purpose:  What a sample of objects says about grants that asking only principals cannot show: how
--           many objects are given to the whole organisation, with an interval of 95 % (Wilson).
-- grain:    plane
-- columns:
--   plane                content or data
--   population           objects that the widest plan would ask
--   drawn_count          of these, objects drawn
--   answered_count       of these, objects that answered whole
--   found_count          of these, objects given to the whole organisation
--   missed_count         of these, objects with another grant that no principal's answer showed
--   share                found_count of answered_count
--   share_low            lower bound of the share in all of the population
--   share_high           upper bound of it
--   objects_low          the same as a count of objects
--   objects_high         the same as a count of objects
with

grants_shown as (
    select 'object_grants' as endpoint, parent_id, reading, grant_id, member_id, team_id, inode_ref
    from typed.object_grants
    union all
    select 'connection_grants', parent_id, reading, grant_id, member_id, team_id, inode_ref
    from typed.connection_grants
    union all
    select 'path_grants', parent_id, reading, grant_id, member_id, team_id, inode_ref
    from typed.path_grants
),

of_objects as (
    select
        s.plane, s.endpoint, s.parent_id, any_value(s.population) as population,
        any_value(u.is_complete) as is_answered,
        coalesce(bool_or(g.member_id is null and g.team_id is null)
            filter (g.grant_id is not null), false) as is_found,
        coalesce(bool_or(g.member_id is not null or g.team_id is not null)
            filter (not list_has_any(k.seen_by, ['team_grants', 'member_grants'])), false) as is_missed
    from sampled_objects s
    left join chosen_readings u on u.endpoint = s.endpoint and u.parent_id = s.parent_id
    left join inode_ids b on b.ref = s.parent_id
    left join (
        select g.*, a.inode_id from grants_shown g left join inode_ids a on a.ref = g.inode_ref
    ) g
        on g.endpoint = s.endpoint and g.parent_id = s.parent_id and g.reading = u.reading
        and coalesce(g.inode_id, b.inode_id) = b.inode_id
    left join grants k on k.grant_id = g.grant_id
    group by s.plane, s.endpoint, s.parent_id
),

counted as (
    select
        plane, any_value(population) as population, count(*) as drawn_count,
        count(*) filter (is_answered) as answered_count,
        count(*) filter (is_answered and is_found) as found_count,
        count(*) filter (is_answered and is_missed) as missed_count,
        1.959964 as z, nullif(answered_count, 0) as n, found_count / n as share
    from of_objects
    group by plane
),

bounded as (
    select *,
        greatest(0, (share + z * z / (2 * n) - spread) / (1 + z * z / n)) as share_low,
        least(1, (share + z * z / (2 * n) + spread) / (1 + z * z / n)) as share_high
    from (select *, z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)) as spread from counted)
)

-- What the sample showed is certain; only the rest is a matter of the interval.
select
    plane, population, drawn_count, answered_count, found_count, missed_count,
    share, share_low, share_high,
    greatest(found_count, ceil(share_low * population))::bigint as objects_low,
    least(population - answered_count + found_count, floor(share_high * population))::bigint
        as objects_high
from bounded
