-- purpose:  Every member of either snapshot, with what decides on each side what of their access they
--           can use, and what of it may not have been seen.
-- grain:    member_no
-- columns:
--   member_no          counts them: pairs are compared by number
--   member_id          the member
--   is_there_before    the earlier snapshot lists them
--   is_there_after     the later one does
--   is_open_before     the earlier one does not list them, and cannot say that they were not there
--   is_open_after      likewise the later one
--   is_usable_before   they could use anything at all
--   is_usable_after    they can
--   type_before        their account type, by id; empty for one that could not be read
--   type_after         likewise
--   is_everyone_before  an organisation-wide grant reached them (D4)
--   is_everyone_after  it reaches them
--   gap_planes_before  planes in which something of theirs was not read
--   gap_planes_after   likewise
--   is_cap_moved       what they can use may differ although what they are granted does not
--   cap_no             counts what they can use by: account type and status on both sides
--   class_no           counts everything that a reading of their access depends on
--   is_apart           some change is about them, so that a cause may be theirs alone
with

members as (
    select
        coalesce(b.member_id, a.member_id) as member_id,
        b.member_id is not null as is_there_before, a.member_id is not null as is_there_after,
        coalesce(b.is_usable, false) as is_usable_before,
        coalesce(a.is_usable, false) as is_usable_after,
        coalesce(b.account_type_id, '') as type_before, coalesce(a.account_type_id, '') as type_after
    from before.main.members b
    full join after.main.members a on a.member_id = b.member_id
),

-- What an account type may do depends on every other's words too (D6): the caps are compared.
moved_caps as (
    select distinct coalesce(b.account_type_id, a.account_type_id) as type_id
    from before.main.account_type_caps b
    full join after.main.account_type_caps a
        on a.account_type_id = b.account_type_id and a.permission_class = b.permission_class
        and a.granted = b.granted
    where b.permission is distinct from a.permission
),

everyone as (
    select 'before' as side, member_id
    from before.main.principal_members where principal_kind = 'organization'
    union all
    select 'after', member_id
    from after.main.principal_members where principal_kind = 'organization'
),

gaps as (
    select 'before' as side, member_id, list(plane) as planes
    from before.main.member_gaps group by member_id
    union all
    select 'after', member_id, list(plane) from after.main.member_gaps group by member_id
)

select
    row_number() over (order by m.member_id)::integer as member_no, m.member_id,
    m.is_there_before, m.is_there_after,
    not m.is_there_before and not coalesce(x.is_known, false) as is_open_before,
    not m.is_there_after and not coalesce(y.is_known, false) as is_open_after,
    m.is_usable_before, m.is_usable_after, m.type_before, m.type_after,
    eb.member_id is not null as is_everyone_before, ea.member_id is not null as is_everyone_after,
    coalesce(gb.planes, []) as gap_planes_before, coalesce(ga.planes, []) as gap_planes_after,
    m.is_usable_before <> m.is_usable_after or m.type_before <> m.type_after
    or m.type_before in (select type_id from moved_caps) as is_cap_moved,
    dense_rank() over (
        order by m.type_before, m.type_after, m.is_usable_before, m.is_usable_after
    )::integer as cap_no,
    dense_rank() over (
        order by
            m.type_before, m.type_after, m.is_usable_before, m.is_usable_after,
            m.is_there_before, m.is_there_after, is_open_before, is_open_after,
            is_everyone_before, is_everyone_after, gap_planes_before, gap_planes_after
    )::integer as class_no,
    m.member_id in (
        select member_id from base_changes where entity = 'member' and member_id is not null
    ) as is_apart
from members m
left join absences x on x.side = 'before' and x.entity = 'member' and x.id = m.member_id
left join absences y on y.side = 'after' and y.entity = 'member' and y.id = m.member_id
left join everyone eb on eb.side = 'before' and eb.member_id = m.member_id
left join everyone ea on ea.side = 'after' and ea.member_id = m.member_id
left join gaps gb on gb.side = 'before' and gb.member_id = m.member_id
left join gaps ga on ga.side = 'after' and ga.member_id = m.member_id
