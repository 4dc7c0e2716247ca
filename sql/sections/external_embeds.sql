-- purpose:  Workbooks that anyone with the address of a public embed can read, signed in or not (R17).
-- grain:    embed_id
-- columns:
--   object     the workbook
--   part       all of it, or a page or element with its name
--   state      open to anyone with the address, not told, or not known: they were not all asked for
--   owner      who owns the workbook
--   detail     what was not asked or not answered
--   inode_id   the workbook
--   embed_id   the embed; empty for what is not known
select
    i.path_text as object,
    if(e.source_type = 'workbook', 'all of it', concat_ws(' ', e.source_type, e.source_name)) as part,
    if(e.is_public is null, 'not told whether it is public', 'open to anyone with the address') as state,
    m.name as owner, null as detail, e.inode_id, e.embed_id,
from embeds e
left join inodes i using (inode_id)
left join members m on m.member_id = i.owner_id
where e.is_public is distinct from false
union all
select 'Public embeds', null, 'not known', null, x.detail, null, '',
from extras x
where x.extra = 'embeds' and not x.is_known
order by state, object, embed_id
