-- purpose:  How much access each change moved, alone or with others, and of how many members: those who
--           are alike are counted once for all of them.
-- grain:    change_no
-- columns:
--   change_no     as in base_changes
--   row_count     pairs of member and inode, once for each column that is not the same
--   member_count  how many members
with

parts as (
    select cause_no, unnest(told_nos) as change_no
    from (select distinct cause_no, told_nos from cause_sets)
),

moved as (
    select p.change_no, sum(v.row_count)::bigint as row_count
    from parts p
    join access_moves v using (cause_no)
    group by p.change_no
),

alike as (
    select c.alike_no, p.change_no, sum(c.row_count)::bigint as row_count
    from alike_causes c
    join parts p using (cause_no)
    group by c.alike_no, p.change_no
),

own as (
    select o.member_no, p.change_no, sum(o.row_count)::bigint as row_count
    from own_causes o
    join parts p using (cause_no)
    group by o.member_no, p.change_no
),

sizes as (
    select alike_no, count(*) as member_count
    from wide_holdings
    where is_settled
    group by alike_no
),

-- Whom something of their own moved, or kept from being moved, otherwise than those they are like.
counted as (
    select a.change_no, sum(s.member_count) as member_count
    from alike a
    join sizes s using (alike_no)
    group by a.change_no
    union all
    select
        o.change_no,
        sum((coalesce(a.row_count, 0) + o.row_count > 0)::integer - (a.row_count is not null)::integer)
    from own o
    left join wide_holdings h on h.member_no = o.member_no
    left join alike a on a.alike_no = h.alike_no and a.change_no = o.change_no
    group by o.change_no
),

members as (
    select change_no, sum(member_count)::bigint as member_count
    from counted
    group by change_no
)

select m.change_no, m.row_count, c.member_count
from moved m
join members c using (change_no)
