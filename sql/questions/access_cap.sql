-- purpose:  What the account type and the status leave of what one member was granted on one inode.
-- grain:    member_id
-- columns:
--   member_id             the member
--   granted_permission    the strongest permission by grants, ownership and home folder
--   effective_permission  what the member can really use
--   can_write_back        whether the member may write to the connection
--   certainty             known or at_least; null when the member has no row here
--   cap_certainty         what the cap rests on: known, not_read, not_understood; null without a row
--   is_admin              whether they can take any access, whatever is granted
--   sentence              the cap in words; null when there is nothing to cap
--   admin_sentence        an admin's implicit power in words; null for the others
-- params:
--   member_id varchar — the member
--   inode_id  varchar — the inode
with

pair as (
    select *
    from effective_access
    where member_id = $member_id and inode_id = $inode_id
)

select
    member_id, p.granted_permission, p.effective_permission,
    coalesce(p.can_write_back, false) as can_write_back, p.certainty, p.cap_certainty,
    m.is_admin,
    nullif(concat_ws(' ', case
        when p.member_id is null then null
        when m.status <> 'active'
            then 'The account of ' || m.name || ' is ' || m.status
            || ': nothing of this can be used until it is active again.'
        when p.cap_certainty = 'not_read'
            then 'What the account type ' || m.account_type
            || ' allows could not be read, so it caps nothing here; less may be usable.'
        when p.cap_certainty = 'not_understood'
            then 'What the account type ' || m.account_type
            || ' allows is not understood here, so it caps nothing; less may be usable.'
        when p.granted_permission is null then null
        when p.effective_permission is null
            then 'The account type ' || m.account_type || ' allows none of this: '
            || p.granted_label || ' is granted, nothing can be used.'
        when p.effective_permission <> p.granted_permission
            then 'The account type ' || m.account_type || ' caps this: '
            || p.granted_label || ' is granted, ' || p.effective_label || ' can be used.'
        else 'The account type ' || m.account_type || ' takes nothing away: '
            || p.effective_label || ' can be used.'
    end, if(p.can_write_back, 'Writing back to the connection is allowed.', null)), '') as sentence,
    if(
        m.is_admin and m.status = 'active',
        m.name || ' is an Admin and can take any access, whatever is granted.',
        null
    ) as admin_sentence,
from members m
left join pair p using (member_id)
where member_id = $member_id
