-- purpose:  Every grant about which the principal and the object, both asked whole, do not agree:
--           a finding about an answer of this API, for neither question was left open.
-- grain:    grant_id
-- columns:
--   grant_id             the grant
--   inode_id             what it sits on
--   principal_kind       member or team
--   principal_id         who has it
--   difference           only_principal, only_object or permission
--   principal_endpoint   question put to the principal, answered whole
--   principal_said       the permission it shows; null: it does not show the grant
--   object_endpoint      question put to the object, answered whole
--   object_parent_id     of what it was asked
--   object_said          the permission it shows; null: it does not show the grant
--   explanation          what explains it, in words; unexplained where nothing does
--   is_read_again        both were asked again, and it still stands
with

seen as materialized (
    from sweep_sightings
),

-- Where no answer to a principal ever names a connection, or a path, this API tells of none (Q3).
kinds as (
    select
        i.kind = 'connection' as is_connection,
        count(s.principal_permission) = 0 as is_never_shown
    from seen s
    join inode_facts i using (inode_id)
    where i.plane = 'data'
    group by i.kind = 'connection'
)

select
    s.grant_id, s.inode_id, s.principal_kind, s.principal_id,
    case
        when s.object_permission is null then 'only_principal'
        when s.principal_permission is null then 'only_object'
        else 'permission'
    end as difference,
    s.principal_endpoint, s.principal_permission as principal_said,
    s.object_endpoint, s.object_parent_id, s.object_permission as object_said,
    case
        when s.principal_permission is null and k.is_never_shown
            then 'this API shows no grant on '
                || case when k.is_connection then 'a connection' else 'a path' end
                || ' to its principal (Q3)'
        when greatest(g.created_at, g.updated_at) >= r.started_at and not s.is_read_again
            then 'made or changed while this was read'
        else 'unexplained'
    end as explanation,
    s.is_read_again
from seen s
join grants g using (grant_id)
cross join meta.run r
left join inode_facts i on i.inode_id = s.inode_id
left join kinds k on i.plane = 'data' and k.is_connection = (i.kind = 'connection')
where s.principal_permission is distinct from s.object_permission
