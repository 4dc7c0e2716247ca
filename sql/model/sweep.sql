-- purpose:  Whether asking every principal what they were given was done, and what it can prove.
-- grain:    one_row
-- columns:
--   one_row              always 1
--   is_asked             this run asked principals at all
--   shows_paths          it is seen to show grants on databases, schemas or tables, and missed none
with

asked as (
    select count(*) > 0 as is_asked
    from chain_states
    where endpoint in ('team_grants', 'member_grants') and status <> 'not_asked'
),

-- Named grants on the data plane: did the principal's own question show them?
path_grants_named as (
    select
        i.kind <> 'connection' as is_on_path,
        list_has_any(g.seen_by, ['team_grants', 'member_grants']) as is_shown,
        coalesce(s.is_known, false) as is_asked
    from grants g
    join inodes i using (inode_id)
    left join chain_states s
        on s.parent_id = g.principal_id
        and s.endpoint = if(g.principal_kind = 'team', 'team_grants', 'member_grants')
    where i.plane = 'data' and g.principal_kind in ('member', 'team')
)

select
    1 as one_row, a.is_asked,
    coalesce(bool_or(p.is_on_path and p.is_shown), false)
        and not coalesce(bool_or(p.is_on_path and p.is_asked and not p.is_shown), false)
        as shows_paths
from asked a
left join path_grants_named p on true
group by a.is_asked
