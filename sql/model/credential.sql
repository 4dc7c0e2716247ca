-- purpose:  As whom this organisation was seen, and with which account type.
-- grain:    member_id
-- as:       view
-- columns:
--   member_id      owner of the credential
--   account_type   their account type, null when the member list does not show them
--   is_admin       whether that is an Admin's; null when it is not known
select
    coalesce(run.collected_by, '') as member_id,
    members.account_type,
    members.is_admin
from meta.run as run
left join members on members.member_id = run.collected_by
