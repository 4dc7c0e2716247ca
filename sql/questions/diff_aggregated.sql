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

moves as (
    select
        'effective_access' as entity, change, reach as subject, "column", before, after, cause,
        member_count, inode_count, row_count,
        reach || case
            when change = 'not_known' then ': not known'
            when "column" = 'granted_permission' then ' ' || change
            else ' ' || change || ' ' || replace("column", '_', ' ')
        end as sentence,
        cause_ids,
        concat_ws(' ', 'effective_access', change, "column", array_to_string(cause_ids, ', '), cause)
            as change_id
    from access_told
),

rows_told as (
    from moves
    union all
    select
        entity, change, subject, "column", before, after, cause, null, null, 1, sentence, cause_ids,
        change_id
    from base_change_rows
)

select
    r.entity, r.change, r.subject, r."column", r.before, r.after, r.cause,
    r.member_count, r.inode_count, r.row_count, r.sentence, r.cause_ids, r.change_id
from rows_told r
join change_order o using (entity)
order by o.place, r.change, r.row_count desc, r.subject, r.change_id
