-- purpose:  What is given to the whole organisation at once, how much lies beneath, and who gave it.
-- grain:    grant_id
-- columns:
--   object       names from the root down
--   kind         workspace, folder, workbook, connection, table …
--   can          what everyone may do there, in Sigma's words; the word itself when not understood
--   beneath      documents, folders, databases, schemas and tables below it that follow
--   people       active internal members, whom it reaches
--   made_by      who granted it
--   made_at      when, UTC
--   is_archived  whether the object is archived
--   plane        content or data
--   permission   the API's word
--   inode_id     the object
--   grant_id     the grant
with

beneath as (
    select ancestor_id as inode_id, count(*) filter (distance > 0) as beneath,
    from inode_ancestry
    where ancestor_id in (select inode_id from grants where principal_kind = 'organization')
    group by ancestor_id
),

crowd as (
    select count(*) filter (is_person and is_usable
        and coalesce(user_kind, 'internal') = 'internal') as people,
    from members
)

select
    coalesce(i.path_text, g.inode_id) as object, i.kind,
    coalesce(if(i.is_container or i.plane = 'data', l.container_label, l.document_label),
        g.permission) as can,
    coalesce(b.beneath, 0) as beneath,  -- an object that is not listed has nothing known beneath
    c.people, coalesce(m.name, g.created_by) as made_by, g.created_at as made_at, i.is_archived,
    i.plane, g.permission, inode_id, g.grant_id,
from grants g
cross join crowd c
left join inodes i using (inode_id)
left join beneath b using (inode_id)
left join members m on m.member_id = g.created_by
left join permission_levels l on l.plane = i.plane and l.permission = g.permission
where g.principal_kind = 'organization'
order by l.rank desc nulls last, beneath desc, object, g.grant_id
