-- purpose:  Pairs that one snapshot does not show: whether it would, if the access were there.
-- grain:    side, member_id, inode_id
-- columns:
--   side       the snapshot without the pair
--   member_id  the member
--   inode_id   the inode
--   is_open    the access may be there unseen
with

unseen as (
    select 'before' as side, member_id, inode_id, plane
    from access_pairs
    where not is_shown_before
    union all
    select 'after', member_id, inode_id, plane
    from access_pairs
    where not is_shown_after
),

inode_gaps as (
    select 'before' as side, * from before.main.inode_gaps
    union all
    select 'after', * from after.main.inode_gaps
),

member_gaps as (
    select 'before' as side, * from before.main.member_gaps
    union all
    select 'after', * from after.main.member_gaps
),

-- Whom an organisation-wide grant that was not read could have reached (D4).
everyone as (
    select 'before' as side, member_id
    from before.main.principal_members
    where principal_kind = 'organization'
    union
    select 'after', member_id
    from after.main.principal_members
    where principal_kind = 'organization'
)

select
    u.side, u.member_id, u.inode_id,
    case
        -- Nobody reaches what is known not to be there, and nothing does who is known not to be.
        when m.is_known or i.is_known then false
        when m.id is not null or i.id is not null then true
        else
            coalesce(n.is_for_anyone, false) or o.member_id is not null
            or (coalesce(n.is_for_everyone, false) and e.member_id is not null)
    end as is_open
from unseen u
left join absences m on m.side = u.side and m.entity = 'member' and m.id = u.member_id
left join absences i on i.side = u.side and i.entity = 'inode' and i.id = u.inode_id
left join inode_gaps n on n.side = u.side and n.inode_id = u.inode_id
left join member_gaps o on o.side = u.side and o.member_id = u.member_id and o.plane = u.plane
left join everyone e on e.side = u.side and e.member_id = u.member_id
