-- purpose:  What happened to one team over many snapshots, in one sentence.
-- grain:    sentence
-- columns:
--   sentence  the answer
--   title     the team's name
-- params:
--   team_id varchar — the team
with

span as (
    select count(*) as snapshots, min(taken_at) as first_at, max(taken_at) as last_at,
    from input.snapshots
),

told as (
    select
        count(*) as happened,
        count(*) filter (about = 'membership' and change = 'added') as joined,
        count(*) filter (about = 'membership' and change = 'removed') as parted,
        count(*) filter (about = 'grant') as grants,
    from input.happenings
)

select
    'Between ' || strftime(s.first_at, '%-d %B %Y') || ' and ' || strftime(s.last_at, '%-d %B %Y')
    || format(' ({:,} snapshots) ', s.snapshots)
    || if(t.happened = 0, 'nothing happened to the team.', format(
        '{:,} things happened to the team: {:,} joined, {:,} left, and {:,} of its grants changed.',
        t.happened, t.joined, t.parted, t.grants))
    || if(m.team_id is null, ' It is not listed any more.', '') as sentence,
    coalesce(m.name, $team_id) as title,
from span s
cross join told t
left join teams m on m.team_id = $team_id
