-- purpose:  Every workspace and connection at a glance: how many reach it, how strongly, from where.
-- grain:    inode_id
-- columns:
--   place         workspace or connection
--   name          its name
--   owner         who owns it, where known
--   holds         documents in a workspace, or tables in a connection
--   people        people who reach the place itself
--   share         of all active people, in percent
--   reaching_in   people who reach the place or anything in it
--   managers      people who can manage or administer it
--   outsiders     guests and embed users who reach it or anything in it
--   everyone      whether it is given to the whole organisation
--   unsure        yes when something unread could add or raise access in it
--   is_archived   whether it is archived
--   inode_id      the workspace or connection
with

places as (
    select inode_id, kind, name, owner_id, is_archived,
    from inodes
    where kind in ('workspace', 'connection')
),

holdings as (
    select
        a.ancestor_id as place_id,
        count(*) filter (
            a.distance > 0 and not i.is_container
            and i.kind not in ('database', 'schema', 'connection')
        ) as holds,
    from inode_ancestry a
    join inodes i using (inode_id)
    where a.ancestor_id in (select inode_id from places)
    group by a.ancestor_id
),

open_to_all as (
    select distinct inode_id,
    from grants
    where principal_kind = 'organization'
),

crowd as (
    select greatest(count(*) filter (is_person and is_usable), 1) as active_count,
    from members
)

select
    p.kind as place, p.name, o.name as owner,
    coalesce(h.holds, 0) as holds,
    -- Nobody reaches a place that has no row: zero is known where coverage says complete.
    coalesce(r.people, 0) as people,
    (100 * coalesce(r.people, 0) // c.active_count)::integer as share,
    coalesce(r.reaching_in, 0) as reaching_in,
    coalesce(r.managers, 0) as managers,
    coalesce(r.outsiders, 0) as outsiders,
    p.inode_id in (select inode_id from open_to_all) as everyone,
    if(coalesce(r.is_unsure, false)
        or exists (
            from not_known k
            where k.inode_id = p.inode_id or (k.inode_id is null and k.member_id is null)
        )
        or exists (
            from account_type_caps c
            join members m on coalesce(m.account_type_id, '') = c.account_type_id
            -- An inode of unknown kind lies in no place.
            where m.is_usable and c.certainty <> 'known' and c.permission_class <> 'unknown'
        ),
        'yes', null) as unsure,
    p.is_archived, p.inode_id,
from places p
cross join crowd c
left join holdings h on h.place_id = p.inode_id
left join place_reach r on r.place_id = p.inode_id
left join members o on o.member_id = p.owner_id
order by p.kind desc, people desc, p.name, p.inode_id
