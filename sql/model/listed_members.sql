-- purpose:  Everyone with an account as the API states it, as last read whole.
-- grain:    member_id
-- as:       view
-- columns:
--   member_id        the member
--   email            e-mail address
--   first_name       given name
--   last_name        family name
--   account_type     the account type's name as the member carries it, in whatever case
--   user_kind        internal, guest or embed
--   is_archived      archived in Sigma
--   is_inactive      inactive by SCIM
--   home_folder_ref  root of their My Documents, by its own word
--   created_at       when the account was made, UTC
--   updated_at       when it was changed last, UTC
select
    m.member_id, m.email, m.first_name, m.last_name, m.account_type, m.user_kind,
    m.is_archived, m.is_inactive, m.home_folder_ref, m.created_at, m.updated_at
from typed.members m
join chosen_readings r
    on r.endpoint = 'members' and r.parent_id = m.parent_id and r.reading = m.reading
