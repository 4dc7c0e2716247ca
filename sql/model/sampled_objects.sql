-- purpose:  Objects drawn to be asked for grants by a plan that asks only principals: what it misses
--           is bounded by what they show. Drawn from everything that the widest plan would ask.
-- grain:    endpoint, parent_id
-- columns:
--   endpoint     object_grants, connection_grants or path_grants
--   parent_id    of what it is asked
--   plane        content or data
--   population   how many there are of its plane
with

candidates as (
    select endpoint, parent_id, 'content' as plane from planned_content
    where endpoint = 'object_grants'
    union all
    select endpoint, parent_id, 'data' from planned_data
),

-- A plan that sweeps the objects anyway has nothing to draw; joined by plane, it makes no candidates.
drawing as (
    select unnest(['content', 'data']) as plane, s.seed, s.objects_count
    from sampling s
    cross join meta.run r
    where s.objects_count > 0 and r.plan = 'principals'
),

drawable as (
    select
        c.endpoint, c.parent_id, plane, d.objects_count,
        md5(d.seed || '/' || c.endpoint || '/' || c.parent_id) as draw
    from candidates c
    join drawing d using (plane)
),

placed as (
    select endpoint, parent_id, plane, objects_count,
        count(*) over (partition by plane) as population,
        row_number() over (partition by plane order by draw, endpoint, parent_id) as place
    from drawable
)

-- Half of the sample for each plane: they are given to everyone for different reasons.
select endpoint, parent_id, plane, population
from placed
where place <= (objects_count + 1) // 2
