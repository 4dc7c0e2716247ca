-- purpose:  Embeds of workbooks, where `--with embeds` asked: a public one is open to all with its address.
-- grain:    embed_id
-- columns:
--   embed_id     the embed
--   inode_id     its workbook
--   is_public    open to anyone who has its address, while the organisation allows it (R17)
--   source_type  workbook, page or element
--   source_name  name of the page or element
select embed_id, parent_id as inode_id, is_public, source_type, source_name
from typed.workbook_embeds
join (from chosen_readings where endpoint = 'workbook_embeds') using (parent_id, reading)
qualify row_number() over (partition by embed_id order by seen_at desc, parent_id) = 1
