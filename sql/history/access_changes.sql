-- purpose:  Effective access gained, lost, raised, lowered or not known, each with its cause.
-- grain:    member_id, inode_id, column
-- as:       view
-- columns:
--   member_id         the member
--   inode_id          the inode
--   column            granted_permission, or what changed although that did not
--   change            gained, lost, raised, lowered or not_known
--   before            earlier value
--   after             later value
--   effective_before  effective_permission in the earlier snapshot
--   effective_after   effective_permission in the later one
--   subject           member and inode in words
--   cause             because of what; where it is not known, what was not read
--   cause_ids         the changes that caused it, as in base_changes
--   cause_kind        what kinds of change they are
--   sentence          the row in words
--   moved_count       as in access_rows; where it is not known, as in gap_causes
--   so_far            likewise
--   member_no         as in compared_members
--   group_no          as in inode_groups
with

-- Each half apart, so that what is asked of a count reaches what the rows are made of.
counted as not materialized (
    select *, null::varchar as gap
    from access_rows
    union all by name
    select * exclude (pair_count, side, why_not, cause), pair_count as moved_count, cause as gap
    from gap_rows
),

named as not materialized (
    select
        r.*, k.member_id, coalesce(m.name, k.member_id) as member,
        coalesce(i.name, r.inode_id) as inode,
        if(
            i.kind in ('workspace', 'folder') or r.plane = 'data', b.container_label, b.document_label
        ) as was,
        if(
            i.kind in ('workspace', 'folder') or r.plane = 'data', a.container_label, a.document_label
        ) as is_now
    from counted r
    join compared_members k using (member_no)
    left join names m on m.entity = 'member' and m.id = k.member_id
    left join names i on i.entity = 'inode' and i.id = r.inode_id
    left join after.main.permission_levels b on b.plane = r.plane and b.permission = r.before
    left join after.main.permission_levels a on a.plane = r.plane and a.permission = r.after
)

select
    n.member_id, n.inode_id, n."column", n.change, n.before, n.after,
    n.effective_before, n.effective_after,
    n.member || ' on ' || n.inode as subject,
    coalesce(n.gap, c.cause, 'no single change explains it') as cause,
    c.cause_ids, c.cause_kind,
    n.member || case
        when n.change = 'not_known' then ': it is not known whether access to ' || n.inode || ' changed'
        when n."column" = 'can_write_back'
            then if(n.change = 'gained', ' can now write back to ', ' can no longer write back to ') || n.inode
        when n."column" = 'effective_permission' and n.change = 'lost'
            then ' can no longer use ' || n.was || ' on ' || n.inode
        when n."column" = 'effective_permission' and n.change = 'gained'
            then ' can now use ' || n.is_now || ' on ' || n.inode
        when n."column" = 'effective_permission'
            then ' can now use ' || n.is_now || ' instead of ' || n.was || ' on ' || n.inode
        when n.change = 'gained' then ' gained ' || n.is_now || ' on ' || n.inode
        when n.change = 'lost' then ' lost ' || n.was || ' on ' || n.inode
        else ': ' || n.was || ' on ' || n.inode || ' became ' || n.is_now
    end as sentence,
    n.moved_count, n.so_far, n.member_no, n.group_no
from named n
left join access_causes c on c.cause_no = n.cause_no
