-- purpose:  Active accounts that HR does not know: those its list of people does not mean.
-- grain:    member_id
-- columns:
--   email           the account's address
--   member_id       the account
--   name            full name
--   user_kind       internal, guest or embed
--   account_type    the account type
--   status          active
--   is_admin        the account type is Admin
--   direct_grants   grants in their own name
--   teams           teams they are in
--   owned           what they own, the home folder left out
--   team_admin_of   teams whose members they may change
--   created_at      when the account was made, UTC
--   reason          in a sentence
-- params:
--   with_embed boolean = false — name embed users too, whom an application signs in
with

unknown as (
    select m.*
    from members m
    anti join input.matches k using (member_id)
    anti join (select lower(trim(email)) as address from input.services) s
        on s.address in (lower(m.email), lower(m.member_id))
    anti join credential c using (member_id)
    where m.is_usable and m.is_person and ($with_embed or coalesce(m.user_kind, '') <> 'embed')
),

given as (
    select principal_id as member_id, count(*) as direct_grants
    from grants
    where principal_kind = 'member'
    group by principal_id
),

joined as (
    select member_id, count(*) as teams, count(*) filter (is_team_admin) as team_admin_of
    from team_members
    group by member_id
),

owning as (
    select i.owner_id as member_id, count(*) as owned
    from inodes i
    anti join (select home_folder_id as inode_id from members) h using (inode_id)
    group by i.owner_id
)

select
    u.email, member_id, u.name, u.user_kind, u.account_type, u.status, u.is_admin,
    coalesce(g.direct_grants, 0) as direct_grants,
    coalesce(j.teams, 0) as teams,
    coalesce(o.owned, 0) as owned,
    coalesce(j.team_admin_of, 0) as team_admin_of,
    u.created_at,
    'Active in Sigma' || if(u.is_admin, ', an Admin', '') || ', and not on HR''s list: '
    || case u.user_kind
        when 'guest' then 'a guest, whose employer is another; somebody here should vouch for them.'
        when 'embed' then 'an embed user, whom an application signs in.'
        else 'a person who has left, an account that is no person''s, or another address of somebody.'
    end as reason,
from unknown u
left join given g using (member_id)
left join joined j using (member_id)
left join owning o using (member_id)
order by u.is_admin desc, u.user_kind, u.email, member_id
