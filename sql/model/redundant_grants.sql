-- purpose:  Grants in person that give no more than another grant gives the same active member.
-- grain:    grant_id
-- as:       view
-- columns:
--   grant_id   the grant in person
--   inode_id   what it sits on
--   member_id  whom it names
with

in_person as (
    select p.member_id, p.inode_id, p.grant_id, p.rank
    from access_paths p
    where p.via = 'direct' and p.distance = 0 and p.counts
),

-- Of two grants in person on one inode the weaker is redundant; of two alike, the later by id.
covered as (
    select distinct d.grant_id, d.inode_id, d.member_id
    from in_person d
    join access_paths o using (member_id, inode_id)
    where o.counts and o.grant_id is not null and o.grant_id <> d.grant_id
        and (o.rank > d.rank or (o.rank = d.rank and not (o.via = 'direct' and o.distance = 0
            and o.grant_id > d.grant_id)))
)

select c.grant_id, c.inode_id, c.member_id
from covered c
join members m using (member_id)
where m.is_usable
