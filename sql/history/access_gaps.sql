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

gaps as (
    select 'before' as side, member_id, inode_id, plane, reason from before.main.not_known
    union all
    select 'after', member_id, inode_id, plane, reason from after.main.not_known
),

above as (
    select 'before' as side, inode_id, ancestor_id from before.main.inode_ancestry
    semi join (select inode_id from unknown_rows) using (inode_id)
    union all
    select 'after', inode_id, ancestor_id from after.main.inode_ancestry
    semi join (select inode_id from unknown_rows) using (inode_id)
),

reasons as (
    select
        a.member_no, a.inode_id, a."column", 'the list of ' || n.why_not || ' is not whole' as why_not
    from asked a
    join absences n
        on n.side = a.side and not n.is_known
        and ((n.entity = 'member' and n.id = a.member_id) or (n.entity = 'inode' and n.id = a.inode_id))
    union
    select a.member_no, a.inode_id, a."column", g.reason
    from asked a
    join gaps g on g.side = a.side and g.inode_id is null
    where
        coalesce(g.member_id = a.member_id, true) and coalesce(g.plane = a.plane, true)
    union
    select a.member_no, a.inode_id, a."column", g.reason
    from asked a
    join above y on y.side = a.side and y.inode_id = a.inode_id
    join gaps g
        on g.side = a.side and g.inode_id = y.ancestor_id
        and coalesce(g.member_id = a.member_id, true)
),

told as (
    select
        member_no, inode_id, "column",
        list(why_not order by why_not) as reasons
    from reasons
    group by member_no, inode_id, "column"
),

caused as (
    select
        a.member_no, a.inode_id, a."column", a.side,
        coalesce(
            array_to_string(t.reasons[1:3], '; ')
            || if(len(t.reasons) > 3, ' and ' || (len(t.reasons) - 3) || ' more', ''),
            'what the account type allows could not be read'
        ) as why_not,
        'the ' || if(a.side = 'before', 'earlier', 'later') || ' snapshot: ' || why_not as cause
    from asked a
    left join told t using (member_no, inode_id, "column")
),

counted as (
    select
        "column", cause, count(*) as pair_count,
        sum(count(*)) over (order by count(*))::bigint as so_far
    from caused
    group by "column", cause
)

select c.*, n.pair_count, n.so_far
from caused c
join counted n using ("column", cause)
