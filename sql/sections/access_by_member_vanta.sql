-- purpose:  Every account as Vanta's access file wants it: whose it is, what it holds, whether it is on.
-- grain:    member_id
-- columns:
--   account_name   e-mail address; with the id behind it where several accounts share one
--   account_owner  e-mail address, External user (guests, embed users), Not a person or No owner
--   role           account type, admin, each reason for access; says so when not all could be read
--   status         Active, or Deactivated when inactive or archived
--   member_id      the member
-- params:
--   member varchar = null — id or e-mail address of one member
with

people as (
    select *, count(*) over (partition by lower(email)) as sharing,
    from members
),

reasons as (
    select distinct
        t.member_id, words = 'owner' as is_owner,
        case
            when words like '% here'
                then left(words, length(words) - 5) || ' on ' || replace(t.kind, '_', ' ') || ' '
                    || t.object
            when words like '%own home folder' then 'own home folder'
            when words = 'owner' then t.inode_id
            else words
        end as words,
    from the_table t, unnest(t.through) as u(words)
),

roles as (
    select member_id, words as role, 3 as place from reasons where not is_owner
    union all
    select member_id, 'owner of ' || count(*) || if(count(*) = 1, ' object', ' objects'), 4,
    from reasons
    where is_owner
    group by member_id
    union all
    select member_id, account_type, 1 from people where account_type is not null
    union all
    select member_id, 'Organisation admin', 2 from people where is_admin
    union all
    select distinct member_id, 'NOT ALL COULD BE READ: may hold more', 0 from member_gaps
    union
    select distinct member_id, 'NOT ALL COULD BE READ: may hold more', 0
    from the_table
    where certainty <> 'known'
),

spelled as (
    -- A comma parts one role from the next, and extra spaces are refused.
    select member_id, place, regexp_replace(trim(replace(role, ',', ';')), '\s+', ' ', 'g') as role,
    from roles
),

listed as (
    select member_id, string_agg(role, ', ' order by place, role) as role,
    from (select distinct * from spelled)
    group by member_id
)

select
    regexp_replace(trim(
        coalesce(p.email, p.member_id) || if(p.sharing > 1, ' (' || p.member_id || ')', '')
    ), '\s+', ' ', 'g') as account_name,
    case
        when not p.is_person then 'Not a person'
        when p.user_kind <> 'internal' then 'External user'
        else coalesce(nullif(regexp_replace(trim(p.email), '\s+', ' ', 'g'), ''), 'No owner')
    end as account_owner,
    l.role,
    if(p.status = 'active', 'Active', 'Deactivated') as status,
    p.member_id,
from people p
left join listed l using (member_id)
where $member is null or p.member_id = $member or lower(p.email) = lower($member)
order by account_name, p.member_id
