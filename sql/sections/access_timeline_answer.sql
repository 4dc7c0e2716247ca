-- purpose:  What happened to one member's access, or to the access to one object, over many snapshots.
-- grain:    sentence
-- columns:
--   sentence  the answer
--   title     the member's name, or the object's path
-- params:
--   member_id varchar = null — the member, of a member's timeline
--   inode_id  varchar = null — the object, of an object's
with

span as (
    select count(*) as snapshots, min(taken_at) as first_at, max(taken_at) as last_at,
    from input.snapshots
),

told as (
    select
        count(*) as happened,
        coalesce(sum(if($member_id is null, member_count, inode_count)) filter (change = 'gained'), 0)
            ::bigint as gained,
        coalesce(sum(if($member_id is null, member_count, inode_count)) filter (change = 'lost'), 0)
            ::bigint as lost,
    from input.happenings
),

now as (
    select
        count(distinct if($member_id is null, member_id, inode_id))
            filter (state = 'usable' and followed_by is null) as reached,
        count(distinct if($member_id is null, member_id, inode_id)) filter (state = 'usable') as ever,
        any_value(name) as name, any_value(path_text) as path_text,
    from input.intervals
),

titled as (
    select
        coalesce(
            if($member_id is null, i.path_text, m.name), if($member_id is null, n.path_text, n.name),
            $member_id, $inode_id
        ) as title
    from now n
    left join members m on m.member_id = $member_id
    left join inodes i on i.inode_id = $inode_id
)

select
    'Between ' || strftime(s.first_at, '%-d %B %Y') || ' and ' || strftime(s.last_at, '%-d %B %Y')
    || format(' ({:,} snapshots) ', s.snapshots)
    || if(
        $member_id is null,
        format('{:,} members could reach {} at some time, {:,} at the end; ', n.ever, i.title, n.reached),
        format('{} could reach {:,} objects at some time and reaches {:,} at the end; ', i.title, n.ever, n.reached)
    )
    || if(
        t.happened = 0, 'nothing else changed.',
        format(
            '{:,} {} happened, by which {:,} {} gained and {:,} lost.',
            t.happened, if(t.happened = 1, 'thing', 'things'),
            t.gained, if(t.gained = 1, 'access was', 'accesses were'), t.lost
        )
    ) as sentence,
    i.title
from span s
cross join told t
cross join now n
cross join titled i
