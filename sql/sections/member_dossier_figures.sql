-- purpose:  The figures of one member, each with what it is a part of.
-- grain:    label
-- columns:
--   label   what is counted
--   value   the count
--   of      out of how many; null when there is no such number
--   note    what to know about it; null when nothing
--   filter  column=value that shows just these rows; null when none does
-- params:
--   member_id varchar — the member
with

all_documents as (
    select count(*) as documents,
    from inodes
    where plane = 'content' and not is_container
),

counted as (
    select
        count(*) as rows_told,
        count(*) filter (is_document and t.effective_permission is not null) as documents,
        count(*) filter (is_document and t.effective_permission = 'edit') as changeable,
        count(*) filter (t.plane = 'data' and (t.effective_permission is not null or t.can_write_back)) as data,
        count(*) filter (t.effective_permission is null and not t.can_write_back) as asleep,
        count(*) filter (t.certainty = 'at_least') as unsure,
    from (
        select t.*, t.plane = 'content' and not i.is_container as is_document,
        from the_table t
        join inodes i using (inode_id)
    ) t
),

owned as (
    select count(*) as owned,
    from inodes
    where owner_id = $member_id and plane = 'content' and not is_container
),

all_data as (
    select count(*) as places,
    from inodes
    where plane = 'data'
)

select label, value, "of", note, filter,
from (
    select 1 as place, 'documents can be opened' as label, c.documents as value, a.documents as "of",
        null as note,
        'plane=content&kind!=workspace&kind!=folder&can^=Can ' as filter,
    from counted c cross join all_documents a
    union all
    select 2, 'of them edited', c.changeable, c.documents, null, 'can=Can edit',
    from counted c
    union all
    select 3, 'places of data can be used', c.data, a.places, 'connections down to tables', 'plane=data&can^=Can ',
    from counted c cross join all_data a
    union all
    select 4, 'documents are theirs', o.owned, a.documents, null, '#owned?kind!=folder',
    from owned o cross join all_documents a
    union all
    select 5, 'accesses sleep', c.asleep, c.rows_told, 'barred by status or account type', 'can!^=Can ',
    from counted c
    union all
    select 6, 'accesses could be stronger', c.unsure, c.rows_told,
        'something they rest on was not read', 'certainty=at_least',
    from counted c
)
order by place
