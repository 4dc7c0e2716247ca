-- purpose:  The answer to overview in one sentence.
-- grain:    sentence
-- columns:
--   sentence  the answer
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

places as (
    select
        count(*) filter (place = 'workspace' and not is_archived) as workspaces,
        count(*) filter (place = 'workspace' and everyone and not is_archived) as open_workspaces,
        count(*) filter (place = 'connection' and not is_archived) as connections,
        count(*) filter (place = 'connection' and everyone and not is_archived) as open_connections,
    from the_table
)

select
    'On ' || strftime(i.taken_at, '%-d %B %Y') || ', ' || format('{:,}', p.people)
    || ' people could sign in' || if(p.outsiders > 0, ', ' || format('{:,}', p.outsiders)
    || ' of them from outside', '')
    || '; ' || if(i.status = 'complete', '', 'at least ') || format('{:,}', s.open_workspaces)
    || ' of ' || format('{:,}', s.workspaces)
    || ' workspaces and ' || format('{:,}', s.open_connections) || ' of '
    || format('{:,}', s.connections) || ' connections are open to the whole organisation, and '
    || format('{:,}', p.active_admins)
    || if(p.active_admins = 1, ' person is an Admin.', ' people are Admins.') as sentence,
from snapshot_info i
cross join people p
cross join places s
