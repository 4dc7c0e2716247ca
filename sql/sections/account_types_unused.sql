-- purpose:  Active people whose account type allows editing workbooks, and who are given none to edit.
-- grain:    member_id
-- columns:
--   person        the member's full name
--   email         their e-mail address
--   account_type  their account type
--   strongest     the most they can do with anything outside their home folder
--   documents     documents they can open there
--   at_home       documents they own in their home folder
--   certainty     known, or at_least: something unread could let them edit
--   member_id     the member
with

editors as (
    select m.member_id, m.name, m.email, m.account_type, m.account_type_id, m.home_folder_id,
    from members m
    join account_type_caps c
        on c.account_type_id = m.account_type_id and c.permission_class = 'workbook'
        and c.granted = 'edit' and c.permission = 'edit' and c.certainty = 'known'
    where m.is_usable and m.is_person and not m.is_admin
),

homes as (
    select e.member_id, a.inode_id,
    from editors e
    join inode_ancestry a on a.ancestor_id = e.home_folder_id
),

-- Where a reason lies that lets them edit is enough to leave them out: what is beneath need not be
-- spelt out.
busy as (
    select distinct e.member_id,
    from access_sources s
    join inodes i on i.inode_id = s.source_inode_id
    join principal_members p using (principal_kind, principal_id)
    join editors e using (member_id)
    join account_type_caps c
        on c.account_type_id = e.account_type_id and c.permission_class = i.permission_class
        and c.granted = s.permission
    where i.plane = 'content' and s.min_distance = 0 and c.permission = 'edit'
        and (e.member_id, i.inode_id) not in (select (member_id, inode_id) from homes)
),

idle as materialized (
    from editors anti join busy using (member_id)
),

-- What their account type leaves of each reason of these few.
reached as (
    select
        p.member_id, max(l.rank) as rank,
        count(distinct p.inode_id) filter (not i.is_container) as documents,
    from access_paths p
    join idle e using (member_id)
    join inodes i using (inode_id)
    join account_type_caps c
        on c.account_type_id = e.account_type_id and c.permission_class = i.permission_class
        and c.granted = p.permission
    join permission_levels l on l.plane = i.plane and l.permission = c.permission
    where i.plane = 'content'
        and (p.member_id, p.inode_id) not in (select (member_id, inode_id) from homes)
    group by p.member_id
),

owned as (
    select h.member_id, count(*) as at_home,
    from homes h
    join inodes i on i.inode_id = h.inode_id and i.owner_id = h.member_id
    where not i.is_container
    group by h.member_id
)

select
    e.name as person, e.email, e.account_type,
    coalesce(l.document_label, 'Nothing') as strongest,
    coalesce(r.documents, 0) as documents, coalesce(o.at_home, 0) as at_home,
    if(
        exists (
            from not_known k
            where coalesce(k.member_id = e.member_id, true) and coalesce(k.plane = 'content', true)
        ),
        'at_least', 'known'
    ) as certainty,
    e.member_id,
from idle e
left join reached r using (member_id)
left join owned o using (member_id)
left join permission_levels l on l.plane = 'content' and l.rank = r.rank
where l.permission is distinct from 'edit'
order by at_home, documents, e.account_type, e.name, e.member_id
