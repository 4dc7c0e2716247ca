-- purpose:  Every account as Vanta's access file wants it: whose it is, what it holds, whether it is on.
-- grain:    member_id
-- columns:
--   account_name   e-mail address; with the id behind it where several accounts share one
--   account_owner  e-mail address, External user (guests, embed users), Not a person or No owner
--   role           account type, admin, each reason but the own home; says what was not read
--   status         Active, or Deactivated when inactive or archived
--   member_id      the member
-- params:
--   member varchar = null — id or e-mail address of one member
with

people as (
    select
        *, count(*) over (partition by lower(email)) as sharing,
        nullif(trim(regexp_replace(email, '\s+', ' ', 'g')), '') as address,
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
    join people p on p.member_id = t.member_id
    -- Everybody has a home folder: that says nothing to who reviews.
    where t.inode_id is distinct from p.home_folder_id
),

-- What the plan never asks for is the facts' to say; what it asked for and did not get marks all.
unsure as (
    select member_id from member_gaps
    union
    select member_id from the_table where certainty <> 'known'
    union
    select p.member_id from people p cross join snapshot_info i where i.status <> 'complete'
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
    select member_id, 'NOT ALL COULD BE READ: may hold more', 0 from unsure
),

spelled as (
    -- A comma parts one role from the next, and extra spaces are refused.
    select member_id, place, trim(regexp_replace(replace(role, ',', ';'), '\s+', ' ', 'g')) as role,
    from roles
),

listed as (
    select member_id, string_agg(role, ', ' order by place, role) as role,
    from (select distinct * from spelled)
    group by member_id
)

select
    coalesce(p.address, p.member_id) || if(p.sharing > 1, ' (' || p.member_id || ')', '')
        as account_name,
    case
        when not p.is_person then 'Not a person'
        when p.user_kind <> 'internal' then 'External user'
        else coalesce(p.address, 'No owner')
    end as account_owner,
    l.role,
    if(p.status = 'active', 'Active', 'Deactivated') as status,
    p.member_id,
from people p
left join listed l using (member_id)
where $member is null or p.member_id = $member or lower(p.email) = lower($member)
order by account_name, p.member_id
