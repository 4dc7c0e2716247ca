-- purpose:  Reasons that give a grant's holder as much as the grant does, wherever it reaches: with
--           one of them the grant changes nothing for that holder.
-- grain:    grant_id, member_id, reason_id
-- as:       view
-- columns:
--   grant_id   the grant that is covered
--   member_id  the holder it is covered for
--   reason_id  what covers it, as in access_sources; a grant's is its id
--   via        how: direct, team, organization, owner or home_folder
--   team_id    the team, when through one
--   is_first   it gives more; or as much, and is the one of the two to stay
--   is_sure    it holds for the whole object, not perhaps for a version tag alone (B1)
with

-- An owner's edit ends at the object: it covers only where nothing lies beneath, or a home folder is.
sources as (
    select
        s.*,
        s.max_distance > 0 or h.member_id is not null or s.source_inode_id not in (
            select parent_id from inodes where parent_id is not null
        ) as reaches_as_far
    from access_sources s
    left join members h
        on s.via = 'owner' and h.home_folder_id = s.source_inode_id and h.member_id = s.principal_id
),

-- Every grant that gives something, to each of its holders, where it lies.
held as (
    select
        s.grant_id, s.reason_id, p.member_id, s.source_inode_id as inode_id, s.via, t.rank,
        s.permission, i.permission_class
    from access_sources s
    join principal_members p using (principal_kind, principal_id)
    join inodes i on i.inode_id = s.source_inode_id
    left join permission_translations t
        on t.permission_class = i.permission_class and t.granted = s.permission
    where s.grant_id is not null
        and (t.rank is not null or (i.plane = 'data' and s.permission = 'writeback'))
),

-- All that reaches the same holder there. Of two that give the same, one is to stay: what is no
-- grant, what lies further up, what the organisation or a team has, the first by id.
paired as (
    select
        h.grant_id, h.member_id, o.reason_id, o.via, p.team_id, o.grant_id as other_id,
        h.rank, t.rank as other_rank, h.permission, o.permission as other_permission,
        (o.grant_id is null or a.distance > 0 or (
            list_position(['organization', 'team', 'direct'], o.via), o.grant_id
        ) < (
            list_position(['organization', 'team', 'direct'], h.via), h.grant_id
        )) as goes_first
    from held h
    join inode_ancestry a on a.inode_id = h.inode_id
    join sources o on o.source_inode_id = a.ancestor_id and o.reason_id <> h.reason_id
        and a.distance between o.min_distance and o.max_distance and o.reaches_as_far
    join principal_members p
        on p.principal_kind = o.principal_kind and p.principal_id = o.principal_id
        and p.member_id = h.member_id
    left join permission_translations t
        on t.permission_class = h.permission_class and t.granted = o.permission
)

select
    p.grant_id, p.member_id, p.reason_id, p.via, p.team_id,
    p.goes_first or coalesce(p.other_rank > p.rank, false)
        or (p.rank is null and p.other_permission <> p.permission) as is_first,
    not coalesce(g.is_possibly_tagged, false) as is_sure
from paired p
left join grants g on g.grant_id = p.other_id
where case
    when p.rank is not null then p.other_rank >= p.rank
    else p.other_permission in (select permission from permission_levels where writes)
end
