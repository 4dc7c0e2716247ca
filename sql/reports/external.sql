-- purpose:  What people from outside can reach: guests, embed users, and addresses of other domains.
-- grain:    member_id, inode_id
-- columns:
--   person                the member's full name
--   email                 their e-mail address
--   outside               guest, embed, or other domain: listed as internal with a foreign address
--   account_type          the account type that caps them
--   status                active, inactive or archived
--   plane                 content or data
--   object                names from the root down
--   kind                  workspace, folder, workbook, connection, table …
--   can                   what they can really do, in Sigma's words
--   note                  what else must be known of this row
--   through               every reason in words, strongest first
--   effective_permission  what they can really do as the API's word
--   certainty             known, or at_least: something unread could raise it
--   cap_certainty         known, not_read or not_understood: what the account type's cap rests on
--   member_id             the member
--   inode_id              the object
-- params:
--   own_domains varchar = null — the organisation's own e-mail domains; by default the commonest one
with

people as (
    select *, lower(split_part(email, '@', -1)) as domain,
    from members
    where is_person
),

own as (
    select unnest(string_split(lower(replace($own_domains::varchar, ' ', '')), ',')) as domain
    union all
    (
        select domain
        from people
        where $own_domains::varchar is null and user_kind = 'internal' and contains(email, '@')
        group by domain
        order by count(*) desc, domain
        limit 1
    )
),

outsiders as (
    select *, if(user_kind = 'internal', 'other domain', user_kind) as outside,
    from people
    where user_kind != 'internal' or (contains(email, '@') and domain not in (select domain from own))
),

-- On data and in folders everything below a grant follows from it: a row where one lies says it all.
kept as (
    select distinct p.member_id, p.inode_id,
    from access_paths p
    join inodes i using (inode_id)
    join outsiders o using (member_id)
    where p.inode_id is distinct from o.home_folder_id
        and (p.distance = 0 or not (i.is_container or i.plane = 'data'))
),

reasons as (
    select member_id, inode_id, list(words order by counts desc, strength desc, distance, words) as through,
    from path_words
    where (member_id, inode_id) in (select (member_id, inode_id) from kept)
    group by member_id, inode_id
)

select
    o.name as person, o.email, o.outside, o.account_type, o.status,
    a.plane, i.path_text as object, i.kind, a.can,
    nullif(concat_ws('; ', a.note, case when i.is_archived then 'object archived' end), '') as note,
    n.through, a.effective_permission, a.certainty, a.cap_certainty,
    member_id, inode_id,
from kept
join access_words a using (member_id, inode_id)
join outsiders o using (member_id)
join inodes i using (inode_id)
left join reasons n using (member_id, inode_id)
order by o.name, member_id, a.plane, i.path_text, inode_id
