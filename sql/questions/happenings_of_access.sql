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
team_changes as (
    select list(change_id) as change_ids
    from base_changes
    where team_id = $team_id or principal_kind = 'team' and principal_id = $team_id
),

-- Of a team, the access that its own changes moved. A number that is given reaches what rows are made of.
asked_rows as (
    from access_changes where $member_id is not null and member_no = $member_no
    union all
    from access_changes where group_no = $group_no and inode_id = $inode_id
    union all
    from access_changes
    where
        $team_id is not null and moved_count <= $rows_at_most and so_far <= $rows_in_all
        and list_has_any(cause_ids, (select change_ids from team_changes))
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
    reach || if("column" = 'granted_permission', ': access ', ': what can be used ') || change,
    cause, 'access', member_count, inode_count,
    concat_ws(' ', 'access', change, "column", array_to_string(cause_ids, ', '), cause),
from access_told
where
    $team_id is not null and (row_count > $rows_at_most or so_far > $rows_in_all)
    and list_has_any(cause_ids, (select change_ids from team_changes))
order by change, sentence, happening_id
