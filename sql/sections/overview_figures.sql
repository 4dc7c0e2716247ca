-- purpose:  The figures of overview, each with what it is a part of.
-- grain:    label
-- columns:
--   label   what is counted
--   value   the count
--   of      out of how many; null when there is no such number
--   note    what to know about it; null when nothing
--   filter  column=value that shows just these rows; null when none does
with

people as (
    select
        count(*) filter (is_person) as accounts,
        count(*) filter (is_person and is_usable) as people,
        count(*) filter (is_person and is_usable and user_kind != 'internal') as outsiders,
        count(*) filter (is_person and is_admin) as admins,
        count(*) filter (is_person and is_admin and is_usable) as active_admins,
        count(*) filter (is_person and not is_usable) as gone,
    from members
),

documents as (
    select
        count(*) as documents,
        count(*) filter (o.member_id is null or not o.is_usable) as orphans,
    from inodes i
    left join members o on o.member_id = i.owner_id
    where i.plane = 'content' and not i.is_container and not i.is_archived
),

places as (
    select
        count(*) filter (not is_archived) as places,
        count(*) filter (everyone and not is_archived) as open_places,
        count(*) filter (outsiders > 0 and not is_archived) as outside_places,
        count(*) filter (unsure = 'yes') as unsure,
        count(*) as all_places,
    from the_table
)

select label, value, "of", note, filter,
from (
    select 1 as place, 'people can sign in' as label, people as value, accounts as "of",
        gone || if(gone = 1, ' account is', ' accounts are') || ' inactive or archived' as note,
            'access_by_member#people?status=active' as filter,
    from people
    union all
    select 2, 'are Admins', active_admins, people, null,
        'privileged#view?power=Organisation admin&usable=yes',
    from people
    union all
    select 3, 'places open to everyone', open_places, places, 'workspaces and connections', 'everyone=true&is_archived=false',
    from places
    union all
    select 4, 'places reached from outside', outside_places, places, 'by guests and embed users',
        'outsiders!=0&is_archived=false',
    from places
    union all
    select 5, 'documents whose owner cannot sign in', orphans, documents, 'or is not known',
        'ownership#view?state!=active&is_archived=false',
    from documents
    union all
    select 6, 'places with something unread', unsure, all_places, 'access there may be more', 'unsure=yes',
    from places
)
order by place
