-- purpose:  Everyone from outside in one line: guests and embed users, and who reaches things besides.
-- grain:    member_id
-- columns:
--   person        the member's full name
--   email         their e-mail address
--   outside       guest, embed or other domain
--   account_type  the account type that caps them
--   status        active, inactive or archived
--   documents     documents they can open
--   changeable    of these, documents they can change
--   data          connections, databases, schemas and tables where data access of theirs starts
--   teams         teams they are in
--   member_id     the member
with

counted as (
    select
        member_id, any_value(outside) as outside,
        count(*) filter (plane = 'content' and kind not in ('workspace', 'folder')
            and effective_permission is not null) as documents,
        count(*) filter (plane = 'content' and kind not in ('workspace', 'folder')
            and effective_permission = 'edit') as changeable,
        count(*) filter (plane = 'data' and effective_permission is not null) as data,
    from the_table
    group by member_id
),

memberships as (
    select tm.member_id, list(t.name order by t.name, t.team_id) as teams,
    from team_members tm
    join teams t using (team_id)
    group by tm.member_id
)

select
    m.name as person, m.email, coalesce(c.outside, m.user_kind) as outside, m.account_type, m.status,
    coalesce(c.documents, 0) as documents,  -- who has no row in the table was seen to reach nothing
    coalesce(c.changeable, 0) as changeable,
    coalesce(c.data, 0) as data,
    s.teams, member_id,
from members m
left join counted c using (member_id)
left join memberships s using (member_id)
where c.member_id is not null or (m.is_person and m.user_kind != 'internal')
order by m.name, member_id
