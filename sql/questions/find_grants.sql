-- purpose:  Which grant a person at the terminal means by an id.
-- grain:    grant_id
-- columns:
--   grant_id    the grant
--   words       to whom, what and where
--   matched_by  id; null when the id is only near
-- params:
--   grant varchar — a grant's id
with

weighed as (
    select
        g.*, lower(g.grant_id) = lower(trim($grant::varchar)) as is_meant,
        jaro_winkler_similarity(lower(g.grant_id), lower(trim($grant::varchar))) as likeness,
    from grants g
),

ranked as (
    select
        *, bool_or(is_meant) over () as is_found,
        row_number() over (order by likeness desc, grant_id) as nearness,
    from weighed
)

select
    r.grant_id,
    r.principal_kind || coalesce(' ' || coalesce(t.name, m.name, r.principal_id), '') || ': '
        || r.permission || ' on ' || coalesce(i.path_text, r.inode_id) as words,
    if(is_meant, 'id', null) as matched_by,
from ranked r
left join teams t on r.principal_kind = 'team' and t.team_id = r.principal_id
left join members m on r.principal_kind = 'member' and m.member_id = r.principal_id
left join inodes i using (inode_id)
where is_meant or (not is_found and nearness <= 5)
order by nearness, r.grant_id
