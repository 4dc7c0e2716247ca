-- purpose:  What one member owns, and how many others could change it.
-- grain:    inode_id
-- columns:
--   object      names from the root down
--   kind        workbook, data_model, folder …
--   editors     other active people who can change it
--   openers     other active people who can open it
--   changed_at  when it was changed last, UTC
--   inode_id    the object
-- params:
--   member_id varchar — the member
with

owned as (
    select *,
    from inodes
    where owner_id = $member_id and plane = 'content'
),

others as (
    select
        e.inode_id,
        count(*) filter (e.effective_permission = 'edit') as editors,
        count(*) as openers,
    from effective_access e
    join members m using (member_id)
    where e.inode_id in (select inode_id from owned) and e.member_id != $member_id
        and m.is_person and e.effective_permission is not null
    group by e.inode_id
)

select
    o.path_text as object, o.kind, coalesce(t.editors, 0) as editors, coalesce(t.openers, 0) as openers,
    o.updated_at as changed_at, inode_id,
from owned o
left join others t using (inode_id)
order by o.is_container, editors, o.path_text, inode_id
