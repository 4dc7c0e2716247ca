-- purpose:  What happened to one member's access over many snapshots, in one sentence.
-- grain:    sentence
-- columns:
--   sentence  the answer
--   title     the member's name
-- params:
--   member_id varchar — the member
with

span as (
    select count(*) as snapshots, min(taken_at) as first_at, max(taken_at) as last_at,
    from input.snapshots
),

told as (
    select
        count(*) as happened,
        coalesce(sum(inode_count) filter (change = 'gained'), 0) as gained,
        coalesce(sum(inode_count) filter (change = 'lost'), 0) as lost,
    from input.happenings
),

now as (
    select
        count(distinct inode_id) filter (state = 'usable' and followed_by is null) as reached,
        count(distinct inode_id) filter (state = 'usable') as ever,
        any_value(name) as name,
    from input.intervals
)

select
    'Between ' || strftime(s.first_at, '%-d %B %Y') || ' and ' || strftime(s.last_at, '%-d %B %Y')
    || format(' ({:,} snapshots) {} could reach {:,} objects at some time and reaches {:,} at the end; ',
        s.snapshots, coalesce(m.name, n.name, $member_id), n.ever, n.reached)
    || if(t.happened = 0, 'nothing else changed.', format(
        '{:,} {} happened, by which {:,} {} gained and {:,} lost.',
        t.happened, if(t.happened = 1, 'thing', 'things'),
        t.gained::bigint, if(t.gained = 1, 'access was', 'accesses were'), t.lost::bigint)) as sentence,
    coalesce(m.name, n.name, $member_id) as title,
from span s
cross join told t
cross join now n
left join members m on m.member_id = $member_id
