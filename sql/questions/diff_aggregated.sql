-- purpose:  What changed between two snapshots: effective access told once for each cause.
-- grain:    change_id
-- columns:
--   entity        as in the diff
--   change        as in the diff
--   subject       what it is about; of effective access, how many members and objects
--   column        as in the diff
--   before        its earlier value; of effective access, every earlier value
--   after         its later value; of effective access, every later value
--   cause         because of what; what was not read where it is not known
--   member_count  members touched, of effective access
--   inode_count   objects touched, of effective access
--   row_count     rows of the diff
--   sentence      the row in words
--   cause_ids     the changes that caused it, by change_id
--   change_id     names the row
with

named as (
    select c.*, m.name as member, i.name as inode
    from changes c
    left join names m on m.entity = 'member' and m.id = c.member_id
    left join names i on i.entity = 'inode' and i.id = c.inode_id
),

counted as (
    select
        entity, change, "column", cause, cause_ids,
        string_agg(distinct before, ', ' order by before) as before,
        string_agg(distinct after, ', ' order by after) as after,
        count(distinct member_id) as member_count,
        count(distinct inode_id) as inode_count,
        count(*) as row_count,
        min(subject) as only_subject, min(sentence) as only_sentence,
        min(member) as only_member, min(inode) as only_inode
    from named
    where entity = 'effective_access'
    group by entity, change, "column", cause, cause_ids
),

worded as (
    select
        *,
        if(
            row_count = 1, only_subject,
            if(member_count = 1, only_member, format('{:,} members', member_count)) || ' × '
            || if(inode_count = 1, only_inode, format('{:,} objects', inode_count))
            || if(member_count * inode_count = row_count, '', format(', {:,} pairs', row_count))
        ) as subject
    from counted
),

rows_told as (
    select
        entity, change, subject, "column", before, after, cause, member_count, inode_count,
        row_count,
        if(
            row_count = 1, only_sentence,
            subject || case
                when change = 'not_known' then ': not known'
                when "column" = 'granted_permission' then ' ' || change
                else ' ' || change || ' ' || replace("column", '_', ' ')
            end
        ) as sentence,
        cause_ids,
        concat_ws(' ', entity, change, "column", array_to_string(cause_ids, ', '), cause) as change_id
    from worded
    union all
    select
        entity, change, subject, "column", before, after, cause, null, null, 1, sentence, cause_ids,
        change_id
    from changes
    where entity <> 'effective_access'
)

select
    r.entity, r.change, r.subject, r."column", r.before, r.after, r.cause,
    r.member_count, r.inode_count, r.row_count, r.sentence, r.cause_ids, r.change_id
from rows_told r
join change_order o using (entity)
order by o.place, r.change, r.row_count desc, r.subject, r.change_id
