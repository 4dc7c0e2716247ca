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

texts as (
    select cause, row_number() over (order by cause) as text_no
    from (
        select cause from access_causes
        union
        select cause from gap_causes
        union
        select 'no single change explains it'
    )
),

numbered as (
    select cause_no, text_no from access_causes join texts using (cause)
    union all
    select 0, text_no from texts where cause = 'no single change explains it'
),

-- In one number, so that the greatest are the commonest, and of those the first by their words.
causes as (
    select m.member_no, (m.row_count << 32) - n.text_no as weight
    from member_causes m
    join numbered n using (cause_no)
    union all
    select g.member_no, (g.row_count << 32) - t.text_no
    from unsure_members g
    join texts t using (cause)
),

ranked as (
    select member_no, max(weight, 20) as weights, count(*) as cause_count
    from causes
    group by member_no
),

listed as (
    select
        r.member_no,
        list(
            t.cause || ' (' || format('{:,}', (w.weight + t.text_no) >> 32) || ')' order by w.weight desc
        ) as because
    from ranked r, unnest(r.weights) as w(weight)
    join texts t on t.text_no = (4294967296 - (w.weight & 4294967295)) & 4294967295
    group by r.member_no
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
        n.cause_count > 20, list_append(r.because, format('{:,} more', n.cause_count - 20)), r.because
    ) as because,
    k.member_id,
from counted c
join compared_members k using (member_no)
left join listed r using (member_no)
left join ranked n using (member_no)
left join after.main.members a on a.member_id = k.member_id
left join before.main.members b on b.member_id = k.member_id
order by person, k.member_id
