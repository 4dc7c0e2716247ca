-- purpose:  The members asked about.
-- grain:    member_id
-- columns:
--   member_id        as in model/members
--   name             as in model/members
--   email            as in model/members
--   account_type_id  as in model/members
--   is_usable        as in model/members
--   created_at       as in model/members
-- params:
--   member_id varchar = null — the member asked about; null: everybody
select member_id, name, email, account_type_id, is_usable, created_at
from main.members
where member_id = coalesce($member_id, member_id)
