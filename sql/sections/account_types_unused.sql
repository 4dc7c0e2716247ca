-- purpose:  Active people whose account type allows editing workbooks, and who are given none to edit.
-- grain:    member_id
-- columns:
--   person        the member's full name
--   email         their e-mail address
--   account_type  their account type
--   strongest     the most they can do with a document outside their home folder
--   documents     documents they can open there
--   at_home       documents they own in their home folder
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

-- A grant to edit, where it sits and for whom it is worth editing or adding, settles it: no pair of
-- theirs need be spelt out. Nothing is more than to edit, whatever else reaches them there.
busy as (
    select distinct e.member_id,
    from access_sources s
    join inodes i on i.inode_id = s.source_inode_id
    join principal_members p using (principal_kind, principal_id)
    join editors e using (member_id)
    join account_type_caps c
        on c.account_type_id = e.account_type_id and c.permission_class = i.permission_class
        and c.granted = 'edit'
    join permission_levels l on l.plane = 'content' and l.permission = c.permission
    where i.plane = 'content' and s.permission = 'edit' and s.min_distance = 0 and l.rank >= 3
        and (e.member_id, i.inode_id) not in (select (member_id, inode_id) from homes)
),

idle as materialized (
    from editors anti join busy using (member_id)
),

pairs as (
    select p.member_id, p.inode_id, max(p.rank) as rank,
    from access_paths p
    join idle using (member_id)
    where p.counts and (p.member_id, p.inode_id) not in (select (member_id, inode_id) from homes)
    group by p.member_id, p.inode_id
),

-- As `effective_access` has it (D10), of these few alone.
reached as (
    select
        p.member_id, max(l.rank) as rank, count(*) filter (not i.is_container) as documents,
        bool_or(
            g.permission <> 'edit' and (
                coalesce(n.is_for_anyone, false)
                or p.member_id in (select member_id from member_gaps where plane = 'content')
                or (coalesce(n.is_for_everyone, false) and p.member_id in (
                    select member_id from principal_members where principal_kind = 'organization'
                ))
            )
        ) as is_unsure,
    from pairs p
    join inodes i on i.inode_id = p.inode_id and i.plane = 'content'
    join idle e using (member_id)
    join permission_levels g on g.plane = 'content' and g.rank = p.rank
    join account_type_caps c
        on c.account_type_id = e.account_type_id and c.permission_class = i.permission_class
        and c.granted = g.permission
    join permission_levels l on l.plane = 'content' and l.permission = c.permission
    left join inode_gaps n on n.inode_id = p.inode_id
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
    coalesce(r.documents, 0) as documents, coalesce(o.at_home, 0) as at_home, e.member_id,
from idle e
left join reached r using (member_id)
left join owned o using (member_id)
left join permission_levels l on l.plane = 'content' and l.rank = r.rank
-- Who may have been given more than was read is not accused.
where coalesce(r.rank < 3, true) and not coalesce(r.is_unsure, false)
    and not exists (from not_known k where k.member_id is null and k.inode_id is null)
order by at_home, documents, e.account_type, e.name, e.member_id
