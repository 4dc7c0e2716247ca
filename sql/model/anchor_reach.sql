-- purpose:  Who reaches an anchor through shared grants, as one string of bits for each strength.
-- grain:    anchor_id, rank
-- as:       view
-- columns:
--   anchor_id  where a team or everyone was granted something
--   rank       place in the plane's order of what was granted
--   reached    members who have that much or more from here or above; by member_places.place
with

nobody as (
    select bitstring('0', greatest(count(*), 1)::integer) as nobody from member_places
),

principal_bits as (
    select
        principal_kind, principal_id,
        bit_or(set_bit(n.nobody, place, 1)) as members
    from principal_members
    join member_places using (member_id)
    cross join nobody n
    where principal_kind in ('team', 'organization')
    group by principal_kind, principal_id
),

shared as (
    select a.inode_id as anchor_id, l.rank, s.principal_kind, s.principal_id
    from inode_ancestry a
    join access_sources s on s.source_inode_id = a.ancestor_id
    join inodes i on i.inode_id = a.ancestor_id
    join permission_levels l on l.plane = i.plane and l.permission = s.permission
    where s.principal_kind in ('team', 'organization')
        and a.inode_id in (select source_inode_id from access_sources
            where principal_kind in ('team', 'organization'))
)

select s.anchor_id, t.rank, bit_or(b.members) as reached
from shared s
join principal_bits b using (principal_kind, principal_id)
join (select distinct rank from permission_levels) t on t.rank <= s.rank
group by s.anchor_id, t.rank
