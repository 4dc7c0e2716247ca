-- purpose:  People, teams, memberships, objects and permissions of account types that only one
--           snapshot shows: added, removed, or not known where the other did not read its list.
-- grain:    entity, member_id, team_id, inode_id, account_type_id, permission
-- columns:
--   entity           as in the diff; grants apart
--   change           added, removed or not_known
--   member_id        the member, where one is meant
--   team_id          the team, where one is meant
--   inode_id         the inode, where one is meant
--   connection_id    the connection, where one is meant
--   account_type_id  the account type, where one is meant
--   permission       the permission of the account type, where one is meant
--   record           the row as JSON
--   side             the snapshot that does not show it
--   went_with        entity that came or went and took this along: team, member, account_type
--   why_not          what keeps it from being known, in words
with

one_sided as (
    select *, if(before is null, 'before', 'after') as side, coalesce(before, after) as record
    from differing_rows
    where before is null or after is null
),

-- A home folder comes and goes with whose it is.
homes as (
    select member_id, home_folder_id from before.main.members
    union
    select member_id, home_folder_id from after.main.members
),

-- A row's own list, or the coming and going of what it belongs to.
witnesses as (
    select
        o.*, a.is_known as own, a.why_not, t.is_known as team, m.is_known as member,
        y.is_known as account_type, -- A chain says nothing about what its own parent's list did not show.
        r.is_whole and t.id is null and y.id is null as chain,
        coalesce(r.why, t.why_not, y.why_not) as why
    from one_sided o
    left join absences a
        on a.side = o.side and a.id = coalesce(o.inode_id, o.member_id, o.team_id)
        and a.entity = case
            when o.entity in ('inode', 'workspace', 'connection') then 'inode'
            when o.entity in ('member', 'team') then o.entity
        end
    left join absences t
        on t.side = o.side and t.entity = 'team' and t.id = o.team_id and o.member_id is not null
    left join homes h on h.home_folder_id = o.inode_id
    left join absences m
        on m.side = o.side and m.entity = 'member'
        and m.id = coalesce(h.member_id, if(o.team_id is null, null, o.member_id))
    left join absences y
        on y.side = o.side and y.entity = 'account_type' and y.id = o.account_type_id
    left join chain_reads r
        on r.side = o.side
        and (
            (r.endpoint = 'team_members' and r.parent_id = o.team_id and o.member_id is not null)
            or (
                r.endpoint = 'account_type_permissions' and r.parent_id = o.account_type_id
                and o.permission is not null
            )
        )
),

weighed as (
    select
        *,
        coalesce(own, false) or coalesce(team, false) or coalesce(member, false)
        or coalesce(account_type, false) or coalesce(chain, false) as is_known,
    from witnesses
)

select
    entity,
    case when not is_known then 'not_known' when side = 'before' then 'added' else 'removed' end
        as change,
    member_id, team_id, inode_id, connection_id, account_type_id, permission, record, side,
    case
        when not is_known then null
        when team then 'team'
        when member then 'member'
        when account_type and permission is not null then 'account_type'
    end as went_with,
    if(is_known, null, coalesce(why_not, why, 'its list was not asked')) as why_not
from weighed
