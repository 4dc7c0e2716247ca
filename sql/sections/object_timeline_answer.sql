-- purpose:  What happened to the access to one object over many snapshots, in one sentence.
-- grain:    sentence
-- columns:
--   sentence  the answer
--   title     the object's path
-- params:
--   inode_id varchar — the object
with

span as (
    select count(*) as snapshots, min(taken_at) as first_at, max(taken_at) as last_at,
    from input.snapshots
),

told as (
    select
        count(*) as happened,
        coalesce(sum(member_count) filter (change = 'gained'), 0) as gained,
        coalesce(sum(member_count) filter (change = 'lost'), 0) as lost,
    from input.happenings
),

now as (
    select
        count(distinct member_id) filter (state = 'usable' and followed_by is null) as reached,
        count(distinct member_id) filter (state = 'usable') as ever,
        any_value(path_text) as path_text,
    from input.intervals
)

select
    'Between ' || strftime(s.first_at, '%-d %B %Y') || ' and ' || strftime(s.last_at, '%-d %B %Y')
    || format(' ({:,} snapshots) {:,} members could reach {} at some time, {:,} at the end; ',
        s.snapshots, n.ever, coalesce(i.path_text, n.path_text, $inode_id), n.reached)
    || if(t.happened = 0, 'nothing else changed.', format(
        '{:,} {} happened, by which {:,} {} gained and {:,} lost.',
        t.happened, if(t.happened = 1, 'thing', 'things'),
        t.gained::bigint, if(t.gained = 1, 'access was', 'accesses were'), t.lost::bigint)) as sentence,
    coalesce(i.path_text, n.path_text, $inode_id) as title,
from span s
cross join told t
cross join now n
left join inodes i on i.inode_id = $inode_id
