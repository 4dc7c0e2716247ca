-- purpose:  Who owns each document, whether they are still there, and who else could change it.
-- grain:    inode_id
-- columns:
--   object       names from the root down
--   kind         workbook, data_model, dataset, report …
--   owner        the owner's full name; the id where no member bears it
--   email        their e-mail address
--   state        active, inactive, archived, or nobody known
--   editors      active people besides the owner who can change it
--   openers      active people besides the owner who can open it
--   managers     Can manage of its workspace, by name; at home, of nobody
--   changed_at   when it was changed last, UTC
--   is_archived  whether it is archived
--   certainty    known, at_least (something unread could add people) or at_most (a cap is not known)
--   owner_id     the owner
--   inode_id     the document
-- params:
--   owner varchar = null — id or e-mail address of one owner
with

documents as (
    select i.*, coalesce(m.status, 'nobody known') as state, coalesce(m.name, i.owner_id) as owner, m.email,
    from inodes i
    left join members m on m.member_id = i.owner_id
    where i.plane = 'content' and not i.is_container
        and ($owner is null or i.owner_id = $owner or lower(m.email) = lower($owner))
),

others as (
    select
        e.inode_id,
        count(*) filter (e.effective_permission = 'edit') as editors,
        count(*) as openers,
        bool_or(e.cap_certainty <> 'known') as is_cap_unknown,
    from effective_access e
    join documents d using (inode_id)
    join members m on m.member_id = e.member_id
    where e.effective_permission is not null and m.is_person and e.member_id is distinct from d.owner_id
    group by e.inode_id
),

roots as (
    select a.inode_id, w.name as workspace, w.inode_id as workspace_id,
    from inode_ancestry a
    join inodes w on w.inode_id = a.ancestor_id
    where w.kind = 'workspace'
),

managers as (
    select inode_id as workspace_id, list(m.name order by m.name, m.member_id) as managers,
    from workspace_managers
    join members m using (member_id)
    group by inode_id
)

select
    d.path_text as object, d.kind, d.owner, d.email, d.state,
    coalesce(o.editors, 0) as editors, coalesce(o.openers, 0) as openers,
    g.managers, d.updated_at as changed_at, d.is_archived,
    case
        when n.is_for_anyone or n.is_for_everyone then 'at_least'
        when o.is_cap_unknown then 'at_most' else 'known'
    end as certainty,
    d.owner_id, d.inode_id,
from documents d
left join others o using (inode_id)
left join roots r using (inode_id)
left join managers g using (workspace_id)
left join inode_gaps n using (inode_id)
order by d.state = 'active', d.owner, d.owner_id, d.path_text, d.inode_id
