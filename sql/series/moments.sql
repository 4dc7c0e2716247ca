-- purpose:  From which snapshot to which everything is alike that an answer about one inode rests on,
--           for each member: the first of them is asked for all. Alike is told by a digest of the rows.
-- grain:    member_id, snapshot_no
-- columns:
--   member_id    the member
--   snapshot_no  the first snapshot in which it is so
--   until_no     the last of those that follow without a gap
with

parts as (
    select
        snapshot_no,
        hash(principal_kind, principal_id, source_inode_id, via, permission, min_distance, max_distance)
            as part
    from slices.access_sources
    union all
    select snapshot_no, hash('ancestry', ancestor_id, distance) from slices.inode_ancestry
    union all
    select snapshot_no, hash('inode', plane, kind, path_text, permission_class, created_at)
    from slices.inodes
    union all
    select
        snapshot_no,
        hash('cap', account_type_id, permission_class, granted, permission, certainty)
    from slices.account_type_caps
    union all
    select snapshot_no, hash('gap', is_for_anyone, is_for_everyone) from slices.inode_gaps
),

inodes as (
    select snapshot_no, sum(part::hugeint) as digest
    from parts
    group by snapshot_no
),

member_parts as (
    select snapshot_no, member_id, true as is_reached, hash(principal_kind, principal_id) as part
    from slices.principal_members
    union all
    select
        snapshot_no, member_id, false,
        hash('member', name, email, account_type_id, is_usable, created_at)
    from slices.members
    union all
    select snapshot_no, member_id, false, hash('gap', plane) from slices.member_gaps
),

members as (
    select snapshot_no, member_id, sum(part::hugeint) as digest
    from member_parts
    group by snapshot_no, member_id
    having bool_or(is_reached)
),

marked as (
    select
        m.member_id, m.snapshot_no,
        (m.digest, i.digest, 1) is distinct from (
            lag(m.digest) over pair, lag(i.digest) over pair,
            m.snapshot_no - lag(m.snapshot_no) over pair
        ) as is_new
    from members m
    join inodes i using (snapshot_no)
    window pair as (partition by m.member_id order by m.snapshot_no)
),

numbered as (
    select
        member_id, snapshot_no,
        count(*) filter (is_new) over (
            partition by member_id order by snapshot_no rows unbounded preceding
        ) as run_no
    from marked
)

select member_id, min(snapshot_no) as snapshot_no, max(snapshot_no) as until_no
from numbered
group by member_id, run_no
