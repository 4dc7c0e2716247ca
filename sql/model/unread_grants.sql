-- purpose:  Grants that nobody showed, though there may be some: on objects, and to principals (D10).
-- grain:    gap
-- columns:
--   gap             which chain, which member or plane
--   member_id       the member; null for any
--   inode_id        the inode; null for any of the plane
--   endpoint        the question that was not answered
--   principal_kind  whose grant may be missing; null for anyone's
--   plane           content or data
--   what            what is missing, in words
--   parent_id       of what it was asked; empty for all of them
--   status          how the question stands
--   detail          what went wrong, or why it was not asked
with

object_chains as (
    select
        endpoint, parent_id, inode_id, plane, status, detail, is_known,
        status <> 'not_asked'
            and (endpoint, parent_id) not in (from sampled_objects select (endpoint, parent_id)) as is_swept
    from chain_states
    where endpoint in ('object_grants', 'connection_grants', 'path_grants')
),

-- Where every principal was asked instead, only a grant that names nobody can have been missed.
unread_objects as (
    select
        c.*, p.is_plane_asked,
        if(
            c.status = 'not_asked' and w.is_asked and (c.plane = 'content' or w.shows_paths),
            'organization', null
        ) as principal_kind
    from object_chains c
    join (select plane, bool_or(is_swept) as is_plane_asked from object_chains group by plane) p
        using (plane)
    cross join sweep w cross join grants_at_once o
    where not c.is_known and not (o.is_trusted and c.status = 'not_asked')
),

-- A path that is not listed has no id to ask by: nobody can say what was granted on it.
unlisted_paths as (
    select
        inode_id, 'path_grants' as endpoint, 'data' as plane, inode_id as parent_id,
        'not_asked' as status, 'no answer lists it' as detail, null::varchar as principal_kind
    from connection_paths
    where is_synthetic
),

-- Trust in the principals' answers ends where one of them is missing.
unread_principals as (
    select s.endpoint, s.parent_id, s.status, s.detail, m.member_id, m.principal_kind
    from chain_states s
    join principal_members m
        on m.principal_id = s.parent_id
        and m.principal_kind = if(s.endpoint = 'team_grants', 'team', 'member')
    where s.endpoint in ('team_grants', 'member_grants') and not s.is_known
),

gaps as (
    select null as member_id, inode_id, endpoint, principal_kind, plane, parent_id, status, detail
    from unread_objects where is_plane_asked
    union all by name
    select distinct plane, min(endpoint) over (partition by plane) as endpoint, principal_kind,
        '' as parent_id, status
    from unread_objects where not is_plane_asked
    union all by name
    from unlisted_paths
    union all by name
    select p.*, o.plane
    from unread_principals p
    join (select distinct plane from unread_objects where principal_kind = 'organization') o on true
)

select
    concat_ws('/', endpoint, parent_id, member_id, plane) as gap,
    member_id, inode_id, endpoint, principal_kind, plane,
    if(principal_kind = 'organization', 'what everyone was given', 'what was granted')
        || ' is not known' as what,
    parent_id, status, coalesce(detail, '') as detail
from gaps
