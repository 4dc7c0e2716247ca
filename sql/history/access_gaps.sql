-- purpose:  Why it is not known whether access changed: what the side that shows less did not read.
-- grain:    member_no, inode_id, column
-- columns:
--   member_no   as in access_rows
--   inode_id    as in access_rows
--   column      as in access_rows
--   side        the side that shows less
--   why_not     what it did not read, in words
--   cause       the same with the snapshot that did not
--   pair_count  how many pairs have this cause, of this column
--   so_far      pairs of all causes that no more pairs have
with

asked as (
    select r.member_no, m.member_id, r.inode_id, r."column", r.plane, r.side
    from unknown_rows r
    join compared_members m using (member_no)
),

people as materialized (
    select distinct side, member_no, member_id, plane from asked
),

things as materialized (
    select distinct side, inode_id from unknown_rows
),

unlisted as materialized (
    select side, entity, id, 'the list of ' || why_not || ' is not whole' as why_not
    from absences
    where not is_known
),

gaps as materialized (
    select 'before' as side, member_id, inode_id, plane, reason from before.main.not_known
    union all
    select 'after', member_id, inode_id, plane, reason from after.main.not_known
),

above as materialized (
    select t.side, t.inode_id, y.ancestor_id
    from before.main.inode_ancestry y
    join things t on t.side = 'before' and t.inode_id = y.inode_id
    union all
    select t.side, t.inode_id, y.ancestor_id
    from after.main.inode_ancestry y
    join things t on t.side = 'after' and t.inode_id = y.inode_id
),

-- What was not read of the member, of the inode, and of the two together: each looked up once.
of_people as materialized (
    select p.side, p.member_no, p.plane, list(p.why_not) as reasons
    from (
        select p.*, n.why_not
        from people p
        join unlisted n on n.side = p.side and n.entity = 'member' and n.id = p.member_id
        union all
        select p.*, g.reason
        from people p
        join gaps g on g.side = p.side and g.inode_id is null
        where coalesce(g.member_id = p.member_id, true) and coalesce(g.plane = p.plane, true)
    ) p
    group by p.side, p.member_no, p.plane
),

of_things as materialized (
    select t.side, t.inode_id, list(distinct t.why_not order by t.why_not) as reasons
    from (
        select t.*, n.why_not
        from things t
        join unlisted n on n.side = t.side and n.entity = 'inode' and n.id = t.inode_id
        union all
        select y.side, y.inode_id, g.reason
        from above y
        join gaps g on g.side = y.side and g.inode_id = y.ancestor_id and g.member_id is null
    ) t
    group by t.side, t.inode_id
),

of_both as materialized (
    select y.side, g.member_id, y.inode_id, list(g.reason) as reasons
    from above y
    join gaps g on g.side = y.side and g.inode_id = y.ancestor_id and g.member_id is not null
    group by y.side, g.member_id, y.inode_id
),

person_sets as materialized (
    select reasons, row_number() over () as person_no from (select distinct reasons from of_people)
),

thing_sets as materialized (
    select reasons, row_number() over () as thing_no from (select distinct reasons from of_things)
),

both_sets as materialized (
    select reasons, row_number() over () as both_no from (select distinct reasons from of_both)
),

numbered as materialized (
    select
        a.member_no, a.inode_id, a."column", a.side, coalesce(p.person_no, 0) as person_no,
        coalesce(t.thing_no, 0) as thing_no, coalesce(b.both_no, 0) as both_no
    from asked a
    left join (select * from of_people join person_sets using (reasons)) p
        on p.side = a.side and p.member_no = a.member_no and p.plane = a.plane
    left join (select * from of_things join thing_sets using (reasons)) t
        on t.side = a.side and t.inode_id = a.inode_id
    left join (select * from of_both join both_sets using (reasons)) b
        on b.side = a.side and b.member_id = a.member_id and b.inode_id = a.inode_id
),

counted as (
    select "column", side, person_no, thing_no, both_no, count(*) as row_count
    from numbered
    group by all
),

told as (
    select
        c.*,
        list_sort(list_distinct(
            coalesce(p.reasons, []) || coalesce(t.reasons, []) || coalesce(b.reasons, [])
        )) as reasons
    from counted c
    left join person_sets p using (person_no)
    left join thing_sets t using (thing_no)
    left join both_sets b using (both_no)
),

caused as materialized (
    select
        * exclude (reasons),
        if(
            reasons = [], 'what the account type allows could not be read',
            array_to_string(reasons[1:3], '; ')
            || if(len(reasons) > 3, ' and ' || (len(reasons) - 3) || ' more', '')
        ) as why_not,
        'the ' || if(side = 'before', 'earlier', 'later') || ' snapshot: ' || why_not as cause
    from told
),

sums as (
    select
        "column", cause, sum(row_count)::bigint as pair_count,
        sum(sum(row_count)) over (order by sum(row_count))::bigint as so_far
    from caused
    group by "column", cause
)

select n.member_no, n.inode_id, n."column", n.side, c.why_not, c.cause, s.pair_count, s.so_far
from numbered n
join caused c using ("column", side, person_no, thing_no, both_no)
join sums s using ("column", cause)
