-- title:    The snapshot was taken by an active Admin
-- severity: high
-- purpose:  Whether the owner of the credential that collected is an active Admin.
-- why:      Anybody else is shown a part, and the API does not say which.
-- fix:      Collect with the credential of an Admin who is there for this purpose alone.
-- grain:    subject_id
-- columns:
--   subject_kind  member
--   subject_id    the owner of the credential
--   subject_name  their name
--   status        pass, fail or not_known
--   reason        which account type
--   account_type  their account type
select
    'member' as subject_kind, coalesce(nullif(c.member_id, ''), 'nobody known') as subject_id,
    coalesce(m.name, nullif(c.member_id, ''), 'nobody known') as subject_name,
    case
        when m.member_id is null then 'not_known' when m.is_admin and m.is_usable then 'pass'
        else 'fail'
    end as status,
    case
        when m.member_id is null then 'Who collected this snapshot is not in the list of members'
        else m.name || ', who collected this snapshot, is ' || m.status || ' with the account type '
            || coalesce(m.account_type, 'not told')
    end as reason,
    m.account_type
from credential c
left join members m using (member_id)
