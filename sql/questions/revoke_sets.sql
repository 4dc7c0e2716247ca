-- purpose:  The smallest sets of grants and memberships without which one member no longer reaches
--           one inode: every set of that size, up to a number. None where ownership gives it.
-- grain:    set_number, step
-- columns:
--   set_number  which set, from 1: those that remove memberships come first
--   step        place in the set, from 1
--   kind        grant or membership: what is removed
--   grant_id    the grant, when it is one
--   team_id     the team, when it is a membership or a team's grant
--   member_id   the member who leaves the team, when it is a membership
--   size        how many removals each set has
--   set_count   how many sets of that size there are, whatever the number asked for
--   sentence    the removal in words
-- params:
--   member_id varchar — the member
--   inode_id  varchar — the inode
--   most      integer = 32 — how many sets at most
with

reasons as (
    select distinct via, team_id, grant_id,
    from access_paths
    where member_id = $member_id and inode_id = $inode_id
),

-- A grant in person, and one to everybody, must go: nothing else ends what it gives.
forced as (
    select 'grant' as kind, grant_id, null::varchar as team_id,
    from reasons
    where via in ('direct', 'organization')
),

-- What a team gives ends with the membership, or with the grant where there is no other.
through_teams as (
    select
        team_id, min(grant_id) as grant_id, count(*) as grants,
        row_number() over (order by count(*) = 1 desc, team_id) - 1 as choice,
    from reasons
    where via = 'team'
    group by team_id
),

sizes as (
    select
        (select count(*) from forced) + (select count(*) from through_teams) as size,
        1::hugeint << (select least(count(*), 100) from through_teams where grants = 1)::integer
            as set_count,
        (select count(*) from reasons where via in ('owner', 'home_folder')) = 0 as is_possible,
),

numbers as (
    select unnest(range(least($most::bigint, set_count)::bigint)) as number, size, set_count,
    from sizes
    where is_possible and size > 0
),

removals as (
    select n.number, n.size, n.set_count, f.kind, f.grant_id, f.team_id, 2 as place,
    from numbers n
    cross join forced f
    union all
    select
        n.number, n.size, n.set_count, if(is_grant, 'grant', 'membership'),
        if(is_grant, t.grant_id, null), t.team_id, if(is_grant, 2, 1),
    from (
        select
            *, grants = 1 and choice < 62 and (number >> least(choice, 62)::integer) & 1 = 1 as is_grant,
        from numbers
        cross join through_teams
    ) t
    join numbers n using (number)
)

select
    r.number + 1 as set_number,
    row_number() over (partition by r.number order by r.place, r.team_id, r.grant_id) as step,
    r.kind, r.grant_id, r.team_id, if(r.kind = 'membership', $member_id, null) as member_id,
    r.size, r.set_count,
    case r.kind
        when 'membership' then 'Remove ' || m.name || ' from team ' || t.name || '.'
        else 'Delete the grant of '
            || coalesce(if(i.is_container, l.container_label, l.document_label), '“' || g.permission || '”')
            || ' on ' || replace(i.kind, '_', ' ') || ' ' || coalesce(i.path_text, g.inode_id) || ' to '
            || case g.principal_kind
                when 'organization' then 'everyone in the organisation'
                when 'team' then 'team ' || t.name
                else m.name
            end
            || coalesce(', granted by ' || coalesce(giver.name, g.created_by), '')
            || coalesce(' on ' || strftime(g.created_at, '%Y-%m-%d'), '') || ' (' || r.grant_id || ').'
    end as sentence,
from removals r
join members m on m.member_id = $member_id
left join teams t on t.team_id = r.team_id
left join grants g on g.grant_id = r.grant_id
left join inodes i on i.inode_id = g.inode_id
left join permission_levels l on l.plane = i.plane and l.permission = g.permission
left join members giver on giver.member_id = g.created_by
order by set_number, step
