-- purpose:  What happened between two snapshots to the access of one member, to one object, or by one team:
--           once a cause.
-- grain:    happening_id
-- columns:
--   change        gained, lost, raised, lowered or not_known
--   sentence      what happened
--   cause         because of what; what was not read where it is not known
--   about         access
--   member_count  members whose access moved
--   inode_count   objects to which it moved
--   happening_id  names the row
-- params:
--   member_id varchar = null — the member
--   inode_id  varchar = null — the object
--   team_id   varchar = null — the team
--   member_no integer = null — as in compared_members; filled in
--   group_no  bigint = null — as in compared_inodes; filled in
--   rows_at_most integer = 1000 — pairs of one cause of a team that are looked at one by one
--   rows_in_all integer = 50000 — such pairs at most
with

-- What changed of the team itself: the access that it moved.
own_changes as materialized (
    select change_id, member_id, went_with
    from base_changes
    where team_id = $team_id or principal_kind = 'team' and principal_id = $team_id
),

-- What the team's grants reach on each side, and who is in it.
team_reach as materialized (
    select 'before' as side, a.inode_id, a.ancestor_id, g.permission
    from before.main.inode_ancestry a
    join before.main.grants g on g.inode_id = a.ancestor_id
    where g.principal_id = $team_id
    union
    select 'after', a.inode_id, a.ancestor_id, g.permission
    from after.main.inode_ancestry a
    join after.main.grants g on g.inode_id = a.ancestor_id
    where g.principal_id = $team_id
),

team_sides as materialized (
    select 'before' as side, member_id from before.main.team_members where team_id = $team_id
    union all
    select 'after', member_id from after.main.team_members where team_id = $team_id
),

reached_otherwise as materialized (
    select distinct inode_id
    from team_reach
    group by inode_id, ancestor_id, permission
    having count(*) = 1
),

-- What came, went or was moved beneath its grants, and who came or went and took the membership along.
other_changes as materialized (
    select b.change_id, b.entity = 'member' or r.inode_id is not null as is_whole
    from base_changes b
    left join reached_otherwise r on r.inode_id = b.inode_id
    where
        $team_id is not null and b.change <> 'not_known' and (
            b.entity in ('workspace', 'inode', 'connection')
            and (b.change in ('added', 'removed') or b."column" = 'parent_id')
            or b.entity = 'member' and b.change in ('added', 'removed')
            and b.member_id in (select member_id from own_changes where went_with = 'member')
        )
),

team_changes as (
    select
        (select coalesce(list(change_id), []) from own_changes) as own_ids,
        (select coalesce(list(change_id), []) from other_changes) as other_ids,
        (select coalesce(list(change_id), []) from other_changes where is_whole) as whole_ids,
),

-- Of a team, the access that its own changes moved, and what else gave its members through it or took
-- from them. A number that is given reaches what rows are made of.
asked_rows as (
    from access_changes where $member_id is not null and member_no = $member_no
    union all
    from access_changes where group_no = $group_no and inode_id = $inode_id
    union all
    from access_changes
    where
        $team_id is not null and moved_count <= $rows_at_most and so_far <= $rows_in_all
        and (
            list_has_any(cause_ids, (select own_ids from team_changes))
            or list_has_any(cause_ids, (select other_ids from team_changes))
            and (if(change in ('gained', 'raised'), 'after', 'before'), member_id) in (from team_sides)
            and (if(change in ('gained', 'raised'), 'after', 'before'), inode_id) in (
                select side, inode_id from team_reach semi join reached_otherwise using (inode_id)
                union all
                select r.side, r.inode_id
                from team_reach r
                where exists (from own_changes where went_with = 'member')
            )
        )
),

access_rows as (
    select c.*, m.name as member, i.name as inode
    from asked_rows c
    left join names m on m.entity = 'member' and m.id = c.member_id
    left join names i on i.entity = 'inode' and i.id = c.inode_id
),

counted as (
    select
        change, "column", cause, cause_ids, count(*) as row_count,
        count(distinct member_id) as member_count, count(distinct inode_id) as inode_count,
        min(sentence) as only_sentence, min(member) as only_member, min(inode) as only_inode,
        string_agg(distinct before, ', ' order by before) as before,
        string_agg(distinct after, ', ' order by after) as after,
        list(distinct inode order by inode) as inodes, list(distinct member order by member) as members,
    from access_rows
    group by change, "column", cause, cause_ids
)

select
    change,
    if(
        row_count = 1, only_sentence,
        if(member_count = 1, only_member, format('{:,} members', member_count))
        || case
            when change = 'not_known' then ': it is not known whether access changed to '
            when change in ('gained', 'lost') and "column" = 'granted_permission'
                then ' ' || change || ' access to '
            when "column" = 'granted_permission' then ' had access ' || change || ' on '
            else ' had what can be used ' || change || ' on '
        end
        || if(inode_count = 1, only_inode, format('{:,} objects', inode_count))
        || case
            when inode_count = 1 and member_count > 1 then ': ' || array_to_string(members[1:3], ', ')
                || if(member_count > 3, ' …', '')
            when inode_count > 1 then ': ' || array_to_string(inodes[1:3], ', ')
                || if(inode_count > 3, ' …', '')
            else ''
        end
    ) as sentence,
    cause, 'access' as about, member_count, inode_count,
    concat_ws(' ', 'access', change, "column", array_to_string(cause_ids, ', '), cause) as happening_id,
from counted
union all
select
    change,
    reach || if("column" = 'granted_permission', ': access ', ': what can be used ') || change
    || if(list_has_any(cause_ids, (select own_ids from team_changes)), '', '; members of the team may be among them'),
    cause, 'access', member_count, inode_count,
    concat_ws(' ', 'access', change, "column", array_to_string(cause_ids, ', '), cause),
from access_told
where
    $team_id is not null and (row_count > $rows_at_most or so_far > $rows_in_all)
    and (
        list_has_any(cause_ids, (select own_ids from team_changes))
        -- Whom of the team such a cause moved is not looked for among so many; nobody, where it is empty.
        or list_has_any(cause_ids, (select whole_ids from team_changes))
        and if(change in ('gained', 'raised'), 'after', 'before') in (select side from team_sides)
    )
order by change, sentence, happening_id
