-- purpose:  How many members each cause moved, each counted once wherever it reached them: those of
--           cells by their cells, less the ones looked at alone, and not member by member.
-- grain:    way_no, cause_no
-- columns:
--   way_no        as in lane_causes
--   cause_no      as in lane_causes
--   member_count  how many members
with

cells as (
    select l.way_no, l.cause_no, l.group_no, c.*
    from lane_causes l
    join wide_cells c using (cell_no)
),

-- All the wide principals that matter to a cause anywhere tell its members apart finely enough.
spans as (
    select way_no, cause_no, bit_or(wides) as span
    from cells
    group by way_no, cause_no
),

holdings as (
    select held_before, held_after, class_no, count(*) as member_count
    from wide_holdings
    where is_settled
    group by held_before, held_after, class_no
),

alike as (
    select
        s.span, h.held_before & s.span as held_before, h.held_after & s.span as held_after, h.class_no,
        sum(h.member_count) as member_count
    from (select distinct span from spans) s
    cross join holdings h
    group by all
),

times_counted as (
    select c.way_no, c.cause_no, s.span, c.wides, c.held, c.class_no, count(*) as times
    from cells c
    join spans s using (way_no, cause_no)
    group by c.way_no, c.cause_no, s.span, c.wides, c.held, c.class_no
),

counted as (
    select
        t.way_no, t.cause_no, a.span, a.held_before, a.held_after, a.class_no,
        any_value(a.member_count) as member_count, sum(t.times) as times
    from times_counted t
    join alike a
        on a.span = t.span and a.class_no = t.class_no
        and a.held_before & t.wides = t.held and a.held_after & t.wides = t.held
    group by t.way_no, t.cause_no, a.span, a.held_before, a.held_after, a.class_no
),

times_excepted as (
    select c.way_no, c.cause_no, e.member_no, count(*) as times
    from cells c
    join wide_exceptions e using (group_no, cell_no)
    group by c.way_no, c.cause_no, e.member_no
),

-- Looked at alone wherever their cell is counted: not moved by it.
left_out as (
    select e.way_no, e.cause_no, e.member_no
    from times_excepted e
    join spans s using (way_no, cause_no)
    join wide_holdings h on h.member_no = e.member_no and h.is_settled
    join counted c
        on c.way_no = s.way_no and c.cause_no = s.cause_no and c.class_no = h.class_no
        and c.held_before = h.held_before & s.span and c.held_after = h.held_after & s.span
    where c.times = e.times
),

alone as (
    select distinct way_no, cause_no, member_no
    from lane_causes
    where cell_no = 0
),

-- Moved alone somewhere, and counted with their cell elsewhere.
twice as (
    select a.way_no, a.cause_no, a.member_no
    from alone a
    join spans s using (way_no, cause_no)
    join wide_holdings h on h.member_no = a.member_no and h.is_settled
    join counted c
        on c.way_no = s.way_no and c.cause_no = s.cause_no and c.class_no = h.class_no
        and c.held_before = h.held_before & s.span and c.held_after = h.held_after & s.span
    anti join left_out l
        on l.way_no = a.way_no and l.cause_no = a.cause_no and l.member_no = a.member_no
),

parts as (
    select way_no, cause_no, sum(member_count)::bigint as member_count from counted group by all
    union all
    select way_no, cause_no, count(*) from alone group by all
    union all
    select way_no, cause_no, -count(*) from left_out group by all
    union all
    select way_no, cause_no, -count(*) from twice group by all
)

select way_no, cause_no, sum(member_count)::bigint as member_count
from parts
group by way_no, cause_no
