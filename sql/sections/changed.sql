-- purpose:  What changed of a report's subject since the earlier snapshot: what was done, and what
--           access came or went by it.
-- grain:    kind, severity, subject_id, reason
-- columns:
--   kind        which are alike, in the order of telling
--   severity    added, removed, changed; gained, raised, lost, lowered; or not_known
--   subject     null: the sentence says it
--   subject_id  the change, or what many have in common
--   reason      what happened, in a sentence
--   weight      the heaviest of a kind come first
-- params:
--   topic     varchar — what the report is about, as in change_topics; or member, or object
--   member_id varchar = null — the member, where it is about one
--   inode_id  varchar = null — the object, where it is about one
--   member_no integer = null — as in compared_members; filled in
--   group_no  bigint = null — as in compared_inodes; filled in
with

-- A number that is given reaches what rows are made of.
asked as (
    select entity, change, cause, member_id, inode_id, change_id
    from told_changes
    semi join (select change_id from change_topics where topic = $topic) using (change_id)
    union all
    select entity, change, cause, member_id, inode_id, change_id
    from base_change_rows
    where
        ($topic = 'member' and (member_id = $member_id or principal_id = $member_id))
        or ($topic = 'object' and inode_id = $inode_id)
    union all
    select
        'effective_access', change, cause, member_id, inode_id,
        concat_ws(' ', 'effective_access', member_id, inode_id, "column")
    from access_changes
    where $topic = 'member' and member_no = $member_no
    union all
    select
        'effective_access', change, cause, member_id, inode_id,
        concat_ws(' ', 'effective_access', member_id, inode_id, "column")
    from access_changes
    where $topic = 'object' and group_no = $group_no and inode_id = $inode_id
),

picked as (
    select c.*, m.name as member, i.name as inode,
    from asked c
    left join names m on m.entity = 'member' and m.id = c.member_id
    left join names i on i.entity = 'inode' and i.id = c.inode_id
),

-- Causes of more pairs than are told one by one, as a whole.
whole as (
    select v.*
    from access_told v
    semi join (select way_no, cause_no from move_topics where topic = $topic) t
        on t.way_no = v.way_no and t.cause_no = v.cause_no
    union all
    select *
    from access_told
    where
        change = 'not_known' and (row_count > 1000 or so_far > 50000)
        and $topic in ('all', 'members', 'content', 'data', 'power', 'outside', 'gaps')
),

moved as (
    select
        change, cause, count(*) as row_count,
        count(distinct member_id) as members, count(distinct inode_id) as inodes,
        any_value(member order by member) as member, any_value(inode order by inode) as inode,
        string_agg(distinct inode, ', ' order by inode) as few,
    from picked
    where entity = 'effective_access' and change != 'not_known'
    group by change, cause
),

told as (
    select
        if(c.cause is null, 1, 6) as kind, c.change as severity, c.change_id as subject_id,
        s.sentence || coalesce(' (' || c.cause || ')', '') || '.' as reason, -o.place as weight,
    from picked c
    join change_sentences s using (change_id)
    join change_order o on o.entity = c.entity
    where c.change != 'not_known'
    union all
    select
        list_position(['gained', 'raised', 'lost', 'lowered'], change) + 1, change, cause,
        if(members = 1, member, format('{:,} members', members))
        || case change
            when 'gained' then ' gained access to '
            when 'lost' then ' lost access to '
            when 'raised' then ' may do more on '
            else ' may do less on '
        end
        || case
            when inodes = 1 then inode
            when inodes <= 4 then format('{:,} objects (', inodes) || few || ')'
            else format('{:,} objects, {} among them', inodes, inode)
        end
        || ', because ' || cause || '.',
        row_count,
    from moved
    union all
    select
        list_position(['gained', 'raised', 'lost', 'lowered'], change) + 1, change, cause,
        'Access ' || change || ': ' || reach || ', because ' || cause
        || if($topic in ('all', 'members'), '.', '; here is everything that it moved.'),
        row_count,
    from whole
    where change != 'not_known'
    union all
    select
        7, 'not_known', cause,
        format('{:,} differences are', row_count) || ' not known to be changes: ' || cause || '.',
        row_count,
    from whole
    where change = 'not_known'
    union all
    select
        7, 'not_known', cause,
        if(count(*) = 1, 'one difference is', format('{:,} differences are', count(*)))
        || ' not known to be a change: ' || cause || '.',
        count(*),
    from picked
    where change = 'not_known'
    group by cause
)

select kind, severity, null::varchar as subject, subject_id,
    upper(reason[1]) || reason[2:] as reason, weight,
from told
order by kind, weight desc, subject_id, reason
