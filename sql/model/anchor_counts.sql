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
    select *, dense_rank() over (order by anchor_id)::integer as anchor,
        dense_rank() over (order by principal_kind, principal_id)::integer as principal
    from anchor_principals
),

-- Everyone is never spelt out: beside them, only who is not one of them is told apart.
everyone as materialized (
    select member_id from principal_members where principal_kind = 'organization'
),

levels as (
    select distinct r.anchor, r.rank, coalesce(e.rank >= r.rank, false) as has_everyone
    from principals r
    left join principals e on e.anchor = r.anchor and e.principal_kind = 'organization'
),

team_words as (
    select n.principal, m.word, m.cap_group, bit_or(m.bit) as members,
        bit_or(case when e.member_id is null then m.bit else 0 end) as outsiders
    from (select distinct principal_id, principal from principals where principal_kind = 'team') n
    join principal_members p on p.principal_kind = 'team' and p.principal_id = n.principal_id
    join member_places m using (member_id)
    left join everyone e using (member_id)
    group by all
),

reached as (
    select r.anchor, r.rank, w.word, w.cap_group,
        bit_or(case when r.has_everyone then w.outsiders else w.members end) as members
    from levels r
    join principals p on p.anchor = r.anchor and p.rank >= r.rank
    join team_words w using (principal)
    where not r.has_everyone or w.outsiders <> 0
    group by r.anchor, r.rank, w.word, w.cap_group
),

everyone_counts as (
    select cap_group, count(*) as members from everyone join member_places using (member_id) group by all
),

at_least as (
    select anchor, rank, cap_group, sum(members) as members from (
        select anchor, rank, cap_group, bit_count(members) as members from reached
        union all by name
        select anchor, rank, cap_group, members from levels cross join everyone_counts where has_everyone
    )
    group by anchor, rank, cap_group
),

-- Of those who have a level or more: all but those who have the next.
exact_counts as (
    select
        anchor, rank, cap_group,
        members - lead(members, 1, 0) over (partition by anchor, cap_group order by rank) as members
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
