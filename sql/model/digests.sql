-- purpose:  What an answer about one object rests on, in one number for each small part of it: of two
--           snapshots in which a number is the same, the rows behind it are read once for both.
-- grain:    part, bucket
-- columns:
--   part    place: inodes, what they lie in, their gaps; source: reasons for access; else a relation
--   bucket  last letters of an inode's id; empty for a whole relation
--   digest  sum of the rows' hashes: whose order and count of blocks do not matter
with

rows as (
    select
        'place' as part, right(inode_id, 3) as bucket,
        hash('inode', inode_id, plane, kind, path_text, permission_class, created_at) as row_hash
    from inodes
    union all
    select 'place', right(inode_id, 3), hash('ancestry', inode_id, ancestor_id, distance)
    from inode_ancestry
    union all
    select 'place', right(inode_id, 3), hash('gap', inode_id, is_for_anyone, is_for_everyone)
    from inode_gaps
    union all
    select
        'source', right(source_inode_id, 3),
        hash(
            principal_kind, principal_id, via, source_inode_id, permission, min_distance, max_distance
        )
    from access_sources
    union all
    select 'member', '', hash(member_id, name, email, account_type_id, is_usable, created_at)
    from members
    union all
    select 'member_gap', '', hash(member_id, plane)
    from member_gaps
    union all
    select 'cap', '', hash(account_type_id, permission_class, granted, permission, certainty)
    from account_type_caps
    union all
    select 'list', '', hash(endpoint, parent_id)
    from chain_states
    where not is_known
)

select part, bucket, sum(row_hash::hugeint)::hugeint as digest
from rows
group by part, bucket
-- In order, so that a question about one inode reads a few blocks of it.
order by part, bucket
