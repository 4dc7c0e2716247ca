-- purpose:  Each member in one line: how much they reach, how strongly, and by what.
-- grain:    member_id
-- columns:
--   person        the member's full name
--   email         their e-mail address
--   account_type  the account type that caps them
--   status        active, inactive or archived
--   teams         teams they are in
--   documents     documents they can open
--   changeable    of these, documents they can change
--   data          connections, databases, schemas and tables where data access of theirs starts
--   owned         objects they own, their home folder aside
--   in_person     grants that name them
--   asleep        accesses that status or account type bars
--   sentence      the person in one sentence
--   member_id     the member
with

grants_in_person as (
    select principal_id as member_id, count(*) as in_person,
    from grants
    where principal_kind = 'member'
    group by principal_id
),

memberships as (
    select tm.member_id, list(t.name order by t.name, t.team_id) as teams,
    from team_members tm
    join teams t using (team_id)
    group by tm.member_id
),

held as (
    select t.*, m.home_folder_id,
    from the_table t
    join members m using (member_id)
),

counted as (
    select
        member_id, person, email, account_type, status,
        count(*) filter (kind not in ('workspace', 'folder') and plane = 'content'
            and effective_permission is not null) as documents,
        count(*) filter (kind not in ('workspace', 'folder') and plane = 'content'
            and effective_permission = 'edit') as changeable,
        count(*) filter (plane = 'data' and (effective_permission is not null or can_write_back))
            as data,
        count(*) filter (list_contains(through, 'owner')
            and inode_id is distinct from home_folder_id) as owned,
        count(*) filter (effective_permission is null and not can_write_back) as asleep,
    from held
    group by member_id, person, email, account_type, status
)

select
    c.person, c.email, c.account_type, c.status, s.teams,
    c.documents, c.changeable, c.data, c.owned,
    coalesce(g.in_person, 0) as in_person,  -- a member no grant names has none
    c.asleep,
    'As of ' || strftime(i.taken_at, '%-d %B %Y, %H:%M UTC') || ', ' || c.person
    || case
        when c.status != 'active' then ' is ' || c.status || ' and can open nothing'
        else ' can open ' || if(i.status = 'complete', '', 'at least ')
            || format('{:,}', c.documents) || if(c.documents = 1, ' document', ' documents')
            || ' and edit ' || format('{:,}', c.changeable) || ' of them'
            || if(c.data = 0, '', format('; data access of theirs starts at {:,} ', c.data)
                || if(c.data = 1, 'place', 'places'))
    end
    || if(c.asleep = 0, '.', format('; {:,} ', c.asleep)
        || if(c.asleep = 1, 'access sleeps.', 'accesses sleep.')) as sentence,
    member_id,
from counted c
cross join snapshot_info i
left join memberships s using (member_id)
left join grants_in_person g using (member_id)
order by c.person, member_id
