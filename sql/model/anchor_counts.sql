-- purpose:  How many members an anchor's shared grants reach, for each strength, in each class.
--           Sets of members are words of bits: who is in several of its teams is counted once.
-- grain:    anchor_id, permission_class, granted_permission, effective_permission
-- as:       view
-- columns:
--   anchor_id             where a team or everyone was granted something
--   permission_class      of an inode under this anchor
--   granted_permission    what the strongest shared grant is worth there
--   effective_permission  what the account type and the status leave of it, or `nothing`
--   members               members of whom this is so
with

-- Numbers: there are many words, and an id in each would be most of what is held.
principals as materialized (
    select
        *,
        dense_rank() over (order by anchor_id)::integer as anchor,
        dense_rank() over (order by principal_kind, principal_id)::integer as principal
    from anchor_principals
),

principal_words as (
    select n.principal, m.word, m.cap_group, bit_or(m.bit) as members
    from (select distinct principal_kind, principal_id, principal from principals) n
    join principal_members p using (principal_kind, principal_id)
    join member_places m using (member_id)
    group by n.principal, m.word, m.cap_group
),

reached as (
    select r.anchor, r.rank, w.word, w.cap_group, bit_or(w.members) as members
    from (select distinct anchor, rank from principals) r
    join principals p on p.anchor = r.anchor and p.rank >= r.rank
    join principal_words w using (principal)
    group by r.anchor, r.rank, w.word, w.cap_group
),

at_least as (
    select anchor, rank, cap_group, sum(bit_count(members)) as members
    from reached
    group by anchor, rank, cap_group
),

-- Of those who have a level or more: all but those who have the next.
exact_counts as (
    select
        anchor, rank, cap_group,
        members - lead(members, 1, 0) over (
            partition by anchor, cap_group order by rank
        ) as members
    from at_least
)

select
    a.anchor_id, w.permission_class, w.granted_permission, w.effective_permission,
    sum(c.members) as members
from exact_counts c
join (select distinct anchor, anchor_id from principals) a using (anchor)
join (select distinct cap_group, account_type_id, is_usable from member_places) g using (cap_group)
join granted_worth w using (rank, account_type_id, is_usable)
where c.members > 0
group by all
