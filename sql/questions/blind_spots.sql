-- purpose:  Pairs of which one snapshot shows no access and cannot tell that there is none.
-- grain:    member_id, inode_id
-- columns:
--   member_id  the member
--   inode_id   the inode
--   name       the member's full name
--   email      their e-mail address
--   kind       workspace, folder, workbook, connection, table …
--   path_text  names from the root down
--   why_not    what was not read, in words
-- params:
--   snapshot_no integer — its number in the series
--   member_id varchar = null — the member asked about; null: everybody
--   inode_id  varchar = null — the inode asked about; null: only what some snapshot shows
with

-- Of an inode, everybody here is asked about; of a member, what they reach in some snapshot.
asked as (
    select member_id, inode_id from series.wanted
    union
    select member_id, $inode_id from members
    where $inode_id is not null and member_id = coalesce($member_id, member_id)
),

shown as (
    select member_id, inode_id
    from series.sightings
    where $snapshot_no between snapshot_no and until_no
),

whole_lists as (
    select endpoint from chain_states group by endpoint having bool_and(is_known)
),

-- Sigma's clock and this machine's may differ by minutes; what is made an hour later is later.
weighed as (
    select
        a.member_id, a.inode_id, m.member_id is not null as is_member_here,
        i.inode_id is not null as is_inode_here,
        coalesce(m.name, w.name) as name, coalesce(m.email, w.email) as email,
        coalesce(i.kind, w.kind) as kind, coalesce(i.path_text, w.path_text) as path_text,
        coalesce(i.plane, w.plane) as plane,
        'members' in (from whole_lists)
        or coalesce(w.member_created_at > s.taken_at + interval 1 hour, false) as is_member_gone,
        coalesce(w.inode_created_at > s.taken_at + interval 1 hour, false)
        or coalesce(len(w.lists) > 0, false)
        and not exists (
            select 1 from unnest(w.lists) as l(endpoint) where l.endpoint not in (from whole_lists)
        ) as is_inode_gone,
    from asked a
    cross join snapshot_info s
    left join members m on m.member_id = a.member_id
    left join inodes i on i.inode_id = a.inode_id
    left join series.wanted w on w.member_id = a.member_id and w.inode_id = a.inode_id
    anti join shown n on n.member_id = a.member_id and n.inode_id = a.inode_id
)

select
    w.member_id, w.inode_id, w.name, w.email, w.kind, w.path_text,
    case
        when not w.is_member_here then 'the list of members is not whole'
        when not w.is_inode_here then 'it is not listed, and the lists are not whole'
        when n.is_for_anyone then 'not all grants on it or above it were read'
        when o.member_id is not null then 'not all grants of the member or of their teams were read'
        else 'grants to the whole organisation were not read'
    end as why_not,
from weighed w
left join inode_gaps n on n.inode_id = w.inode_id
left join member_gaps o on o.member_id = w.member_id and o.plane = w.plane
left join principal_members e
    on e.principal_kind = 'organization' and e.member_id = w.member_id
where
    (w.is_member_here or not w.is_member_gone)
    and (w.is_inode_here or not w.is_inode_gone)
    and (
        not w.is_member_here or not w.is_inode_here
        or coalesce(n.is_for_anyone, false) or o.member_id is not null
        or coalesce(n.is_for_everyone, false) and e.member_id is not null
    )
