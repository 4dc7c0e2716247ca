-- purpose:  Everyone with an account, leavers included, as last read whole.
-- grain:    member_id
-- columns:
--   member_id        the member
--   email            e-mail address
--   name             full name; the e-mail address where there is none
--   account_type     the account type's name as the member carries it, in whatever case
--   user_kind        internal, guest or embed
--   status           active, inactive (SCIM) or archived (in Sigma); archived wins
--   is_admin         the account type is Admin: implicit power over everything (D7)
--   home_folder_id   root of their My Documents
--   created_at       when the account was made, UTC
--   updated_at       when it was changed last, UTC
--   first_name       given name
--   last_name        family name
--   is_person        false for SigmaSchedulerRobot, Sigma's own account (D7)
--   is_usable        the account can be used: it is active (D5)
--   account_type_id  the account type of that name; null when none or several bear it
select
    member_id, email,
    coalesce(
        nullif(trim(concat_ws(' ', nullif(first_name, ''), nullif(last_name, ''))), ''),
        email, member_id
    ) as name,
    account_type, user_kind,
    case when is_archived then 'archived' when is_inactive then 'inactive' else 'active' end
        as status,
    coalesce(lower(account_type) = 'admin', false) as is_admin,
    i.inode_id as home_folder_id,
    created_at, updated_at, first_name, last_name,
    member_id <> 'SigmaSchedulerRobot' as is_person,
    not is_archived and not is_inactive as is_usable,
    t.account_type_id
from listed_members c
left join inode_ids i on i.ref = c.home_folder_ref
left join account_type_names t on t.name_key = lower(c.account_type)
