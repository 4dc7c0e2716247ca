-- purpose:  Members as if some had another account type or were deactivated.
-- grain:    member_id
-- columns:
--   member_id        the member
--   email            e-mail address
--   first_name       given name
--   last_name        family name
--   account_type     the account type's name; the supposed one
--   user_kind        internal, guest or embed
--   is_archived      archived in Sigma; as whoever is supposed to be deactivated
--   is_inactive      inactive by SCIM
--   home_folder_ref  root of their My Documents, by its own word
--   created_at       when the account was made, UTC
--   updated_at       when it was changed last, UTC
with

-- What is supposed of everybody gives way to what is supposed of one member.
account_types_supposed as (
    select m.member_id, arg_max(s.account_type, s.member_id is not null) as account_type
    from sealed.listed_members m
    join input.supposed s on s.kind = 'as_account_type' and coalesce(s.member_id, m.member_id) = m.member_id
    group by m.member_id
),

deactivated as (
    select distinct member_id from input.supposed where kind = 'deactivated'
)

select
    m.member_id, m.email, m.first_name, m.last_name,
    coalesce(a.account_type, m.account_type) as account_type, m.user_kind,
    m.is_archived or d.member_id is not null as is_archived, m.is_inactive, m.home_folder_ref,
    m.created_at, m.updated_at
from sealed.listed_members m
left join account_types_supposed a using (member_id)
left join deactivated d using (member_id)
