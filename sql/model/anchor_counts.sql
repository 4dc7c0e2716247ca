-- purpose:  How many members an anchor's shared grants reach, for each strength, in each class.
-- grain:    anchor_id, permission_class, granted_permission, effective_permission
-- as:       view
-- columns:
--   anchor_id             where a team or everyone was granted something
--   permission_class      of an inode under this anchor
--   granted_permission    what the strongest shared grant is worth there
--   effective_permission  what the account type and the status leave of it, or `nothing`
--   members               members of whom this is so
with

levels as materialized (
    from anchor_reach
),

nobody as (
    select bitstring('0', greatest(count(*), 1)::integer) as nobody from member_places
),

account_groups as (
    select account_type_id, is_usable, bit_or(set_bit(n.nobody, place, 1)) as members
    from member_places
    cross join nobody n
    group by account_type_id, is_usable
),

-- Of those who have a level or more: all but those who have the next.
exact_counts as (
    select
        l.anchor_id, l.rank, g.account_type_id, g.is_usable,
        bit_count(l.reached & g.members) - coalesce(bit_count(above.reached & g.members), 0)
            as members
    from levels l
    left join levels above on above.anchor_id = l.anchor_id and above.rank = l.rank + 1
    cross join account_groups g
)

select
    c.anchor_id, w.permission_class, w.granted_permission, w.effective_permission,
    sum(c.members) as members
from exact_counts c
join granted_worth w using (rank, account_type_id, is_usable)
where c.members > 0
group by all
