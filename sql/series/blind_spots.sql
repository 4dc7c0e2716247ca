-- purpose:  Pairs of which snapshots show no access and cannot tell that there is none.
-- grain:    member_id, inode_id, snapshot_no
-- columns:
--   member_id    the member
--   inode_id     the inode
--   snapshot_no  the first of the snapshots that cannot tell, oldest first
--   until_no     the last of them
--   name         the member's full name
--   email        their e-mail address
--   kind         workspace, folder, workbook, connection, table …
--   path_text    names from the root down
--   why_not      what was not read, in words
with

-- Sigma's clock and this machine's may differ by minutes; what is made an hour later is later.
absent as (
    select
        u.* exclude (snapshot_no, until_no), s.snapshot_no, s.snapshot_no as until_no,
        coalesce(list_contains(t.lists, 'members'), false)
        or coalesce(u.member_created_at > s.taken_at + interval 1 hour, false) as is_member_gone,
        coalesce(u.inode_created_at > s.taken_at + interval 1 hour, false)
        or coalesce(len(u.lists) > 0 and list_has_all(t.lists, u.lists), false) as is_inode_gone,
    from series.unseen u
    join series.snapshots s on s.snapshot_no between u.snapshot_no and u.until_no
    left join (
        select snapshot_no, list(endpoint) as lists from slices.whole_lists group by snapshot_no
    ) t on t.snapshot_no = s.snapshot_no
    where not u.is_member_here or not u.is_inode_here
),

weighed as (
    select * exclude (is_member_gone, is_inode_gone)
    from absent
    where
        (is_member_here or not is_member_gone)
        and (is_inode_here or not is_inode_gone)
    union all by name
    from series.unseen
    where is_member_here and is_inode_here
)

select
    w.member_id, w.inode_id, w.snapshot_no, w.until_no, w.name, w.email, w.kind, w.path_text,
    case
        when not w.is_member_here then 'the list of members is not whole'
        when not w.is_inode_here then 'it is not listed, and the lists are not whole'
        when n.is_for_anyone then 'not all grants on it or above it were read'
        when o.member_id is not null then 'not all grants of the member or of their teams were read'
        else 'grants to the whole organisation were not read'
    end as why_not,
from weighed w
left join slices.inode_gaps n
    on n.inode_id = w.inode_id and w.snapshot_no between n.snapshot_no and n.until_no
left join slices.member_gaps o
    on o.member_id = w.member_id and o.plane = w.plane
    and w.snapshot_no between o.snapshot_no and o.until_no
left join slices.principal_members e
    on e.principal_kind = 'organization' and e.member_id = w.member_id
    and w.snapshot_no between e.snapshot_no and e.until_no
where
    not w.is_member_here or not w.is_inode_here
    or coalesce(n.is_for_anyone, false) or o.member_id is not null
    or coalesce(n.is_for_everyone, false) and e.member_id is not null
