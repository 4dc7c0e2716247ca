-- purpose:  What moved effective access, and what may have, each cause once, in words.
-- grain:    change, column, cause, cause_ids
-- as:       view
-- columns:
--   change       gained, lost, raised, lowered or not_known
--   column       granted_permission, or what changed although that did not
--   cause        because of what; what was not read where it is not known
--   cause_ids    the changes that caused it, as in base_changes
--   before       every earlier value
--   after        every later value
--   member_count  how many members
--   inode_count  how many inodes
--   row_count    pairs of member and inode
--   so_far       as in access_moves, and in gap_causes
--   reach        members × inodes in words: by name where it is one
--   way_no       as in access_moves; null where it is not known
--   cause_no     likewise
with

-- The one inode of a cause that moved no other: what the member owns of its group is not it.
single_groups as (
    select way_no, cause_no, member_no, group_no
    from access_moves
    where inode_count = 1 and owned_id = '' and bundle_no = 0
    union all
    select v.way_no, v.cause_no, v.member_no, b.group_no
    from access_moves v
    join group_bundles b using (bundle_no)
    anti join bundle_exceptions e on e.member_no = v.member_no and e.group_no = b.group_no
    where v.inode_count = 1 and v.owned_id = ''
),

single_inodes as (
    select v.way_no, v.cause_no, min(i.inode_id) as inode_id
    from single_groups v
    join compared_inodes i using (group_no)
    anti join owned_pairs o on o.member_no = v.member_no and o.inode_id = i.inode_id
    group by v.way_no, v.cause_no
),

-- The one member of a cause that moved no other, when a cell has all the others looked at alone.
single_members as (
    select v.way_no, v.cause_no, min(c.member_no) as member_no
    from access_moves v
    join lane_causes l using (way_no, cause_no)
    join cell_members c on c.cell_no = l.cell_no
    anti join wide_exceptions e on e.group_no = l.group_no and e.member_no = c.member_no
    where v.member_count = 1 and v.member_no = 0
    group by v.way_no, v.cause_no
),

known as (
    select
        v.way_no, v.cause_no, v.change, v."column", coalesce(c.cause, 'no single change explains it') as cause, c.cause_ids,
        v.before, v.after, v.member_count, v.inode_count, v.row_count, v.so_far, v.is_documents,
        m.member_id,
        if(v.owned_id <> '', v.owned_id, i.inode_id) as inode_id
    from access_moves v
    left join single_members o using (way_no, cause_no)
    left join compared_members m on m.member_no = coalesce(o.member_no, v.member_no)
    left join access_causes c on c.cause_no = v.cause_no
    left join single_inodes i using (way_no, cause_no)
),

unknown as (
    select
        'not_known' as change, g."column", g.cause, null::varchar[] as cause_ids, g.before, g.after,
        g.member_count, g.inode_count, g.row_count, g.so_far, false as is_documents, m.member_id,
        g.inode_id
    from gap_reach g
    join compared_members m using (member_no)
),

told as (
    from known
    union all by name
    from unknown
)

select
    t.change, t."column", t.cause, t.cause_ids, t.before, t.after,
    t.member_count, t.inode_count, t.row_count, t.so_far,
    if(t.member_count = 1, coalesce(m.name, t.member_id), format('{:,} members', t.member_count))
    || ' × '
    || case
        when t.inode_count = 1 then coalesce(i.name, t.inode_id)
        when t.is_documents then format('{:,} documents', t.inode_count)
        else format('{:,} objects', t.inode_count)
    end
    || if(t.member_count * t.inode_count = t.row_count, '', format(', {:,} pairs', t.row_count))
        as reach,
    t.way_no, t.cause_no
from told t
left join names m on m.entity = 'member' and m.id = t.member_id
left join names i on i.entity = 'inode' and i.id = t.inode_id
