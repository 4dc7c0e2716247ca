-- purpose:  At which snapshots something changes that an answer about a member and an inode rests on. Too
--           many of them cost time; one too few would be a wrong answer.
-- grain:    member_id, inode_id, snapshot_no
-- columns:
--   member_id    whose answers it touches; null: everybody's
--   inode_id     answers about which inode; null: about every one
--   snapshot_no  the first snapshot in which it is otherwise
with

told as (
    select
        'member' as thing, member_id, snapshot_no, until_no,
        hash(name, email, account_type_id, is_usable, created_at)::hugeint as digest
    from slices.members
    union all
    select 'gap', member_id, snapshot_no, until_no, sum(hash(plane))
    from slices.member_gaps
    group by member_id, snapshot_no, until_no
    union all
    select 'principal', member_id, snapshot_no, until_no, sum(hash(principal_kind, principal_id, team_id))
    from slices.principal_members
    group by member_id, snapshot_no, until_no
),

marked as (
    select
        member_id, snapshot_no, until_no,
        (digest, snapshot_no - 1) is distinct from (lag(digest) over line, lag(until_no) over line)
            as is_start,
        until_no + 1 is distinct from lead(snapshot_no) over line as is_end
    from told
    window line as (partition by thing, member_id order by snapshot_no)
),

-- The same in a row: it changes where that begins, and behind its end.
ends as (
    select part, bucket, unnest([snapshot_no, until_no + 1]) as snapshot_no
    from series.alike
)

select member_id, null as inode_id, snapshot_no
from marked
where is_start
union
select member_id, null, until_no + 1
from marked
where is_end
union
select null, i.inode_id, e.snapshot_no
from series.asked_inodes i
join ends e on e.part = 'place' and e.bucket = right(i.inode_id, 3)
union
select null, p.inode_id, e.snapshot_no
from (select distinct inode_id, ancestor_id from slices.inode_ancestry) p
join ends e on e.part = 'source' and e.bucket = right(p.ancestor_id, 3)
union
select null, null, snapshot_no
from ends
where part = 'cap'
