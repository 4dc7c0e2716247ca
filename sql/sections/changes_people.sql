-- purpose:  Each member whose access changed, with how much and because of what.
-- grain:    member_id
-- columns:
--   person     the member's full name
--   status     active, inactive or archived in the later snapshot; gone when no longer listed
--   gained     accesses gained
--   lost       accesses lost
--   raised     accesses that became stronger
--   lowered    accesses that became weaker
--   unknown    accesses that cannot be told
--   because    every cause, the commonest first; of more than 20, how many more
--   member_id  the member
with

causes as (
    select
        m.member_no, sum(m.row_count) as row_count,
        coalesce(c.cause, 'no single change explains it') as cause
    from member_causes m
    left join access_causes c using (cause_no)
    group by m.member_no, cause
    union all
    select member_no, count(*), cause
    from access_gaps
    group by member_no, cause
),

listed as (
    select
        member_no,
        list(cause || ' (' || format('{:,}', row_count) || ')' order by row_count desc, cause)
            as because,
    from causes
    group by member_no
),

counted as (
    select
        member_no,
        coalesce(sum(row_count) filter (change = 'gained'), 0)::bigint as gained,
        coalesce(sum(row_count) filter (change = 'lost'), 0)::bigint as lost,
        coalesce(sum(row_count) filter (change = 'raised'), 0)::bigint as raised,
        coalesce(sum(row_count) filter (change = 'lowered'), 0)::bigint as lowered,
        coalesce(sum(row_count) filter (change = 'not_known'), 0)::bigint as unknown,
    from member_moves
    group by member_no
)

select
    coalesce(a.name, b.name, k.member_id) as person,
    coalesce(a.status, 'gone') as status,
    c.gained, c.lost, c.raised, c.lowered, c.unknown,
    if(
        len(r.because) > 20,
        list_append(r.because[:20], format('{:,} more', len(r.because) - 20)), r.because
    ) as because,
    k.member_id,
from counted c
join compared_members k using (member_no)
left join listed r using (member_no)
left join after.main.members a on a.member_id = k.member_id
left join before.main.members b on b.member_id = k.member_id
order by person, k.member_id
