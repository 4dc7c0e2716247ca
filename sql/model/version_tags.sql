-- purpose:  Version tags, where `--with tags` asked; whether one is protected is not told.
-- grain:    version_tag_id
-- columns:
--   version_tag_id  the tag
--   name            its name
--   description     what it is for
--   owner_id        member who owns it
--   is_archived     in the trash
select version_tag_id, name, description, owner_id, is_archived
from typed.version_tags
join (from chosen_readings where endpoint = 'version_tags') using (parent_id, reading)
