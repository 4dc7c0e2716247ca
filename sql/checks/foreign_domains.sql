-- title:    Internal members have an address of the organisation
-- severity: medium
-- purpose:  Whether each active internal member's e-mail address is of the organisation's own domain.
-- why:      Whatever is shared with the whole organisation reaches an outsider who is listed as internal.
-- fix:      Make the account a guest, or add the domain to the parameter own_domains.
-- grain:    subject_id
-- columns:
--   subject_kind  member
--   subject_id    the member
--   subject_name  their name
--   status        pass, fail or not_known
--   reason        whose domain it is
--   email         their e-mail address
-- params:
--   own_domains varchar = null — domains joined by commas; by default the commonest one
with

people as (
    select
        member_id, name, email, lower(split_part(email, '@', -1)) as domain,
        email is null or not contains(email, '@') as is_untold
    from members
    where is_usable and is_person and coalesce(user_kind, 'internal') = 'internal'
),

own as (
    select trim(unnest(string_split(lower($own_domains::varchar), ','))) as domain
    union all
    (
        select domain
        from people
        where $own_domains::varchar is null and not is_untold
        group by domain
        order by count(*) desc, domain
        limit 1
    )
)

select
    'member' as subject_kind, member_id as subject_id, name as subject_name,
    case
        when is_untold then 'not_known' when domain in (select domain from own) then 'pass'
        else 'fail'
    end as status,
    case
        when is_untold then 'The address of ' || name || ' was not told'
        when domain in (select domain from own) then name || ' has an address at ' || domain
        else name || ' is an internal member with an address at ' || domain
    end as reason,
    email
from people
union all by name
select subject_kind, subject_id, subject_name, status, reason
from unseen_subjects
where about in ('members')
