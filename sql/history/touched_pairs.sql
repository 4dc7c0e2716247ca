-- purpose:  Members and groups of inodes that are looked at one by one, because their access may not
--           be the same on both sides; whom wide principals alone reach is counted by wide_cells, or
--           once for a bundle, and no other pair is ever looked at.
-- grain:    member_no, group_no
-- columns:
--   member_no  as in compared_members
--   group_no   as in inode_groups
with

-- Another kind of inode is capped otherwise, even at the same strength.
altered_groups as (
    select group_no from inode_groups where class_before <> class_after
),

-- Where wide principals moved, everyone whom something else reaches is told apart from the rest.
moved_principals as (
    select group_no, principal_no
    from group_principals
    where
        rank_before <> rank_after or writes_before <> writes_after
        or group_no in (select group_no from altered_groups)
        or group_no in (select group_no from group_shapes where is_moved)
),

narrow_holders as (
    select principal_no, member_no
    from compared_holders
    anti join wide_principals using (principal_no)
),

moved_holders as (
    select principal_no, member_no
    from compared_holders
    where is_before <> is_after
        or member_no in (select member_no from compared_members where is_cap_moved)
)

select h.member_no, p.group_no
from moved_principals p
join narrow_holders h using (principal_no)
union
select h.member_no, p.group_no
from moved_holders h
join group_principals p using (principal_no)
where p.wide_no is null or p.group_no not in (select group_no from group_bundles)
union
select member_no, group_no
from bundle_exceptions
union
select h.member_no, g.group_no
from group_shapes g
join wide_holdings h on (h.held_before | h.held_after) & g.wides <> 0
where g.is_moved and not h.is_settled
union
select o.member_no, o.group_no
from owned_pairs o
join compared_members m using (member_no)
where o.is_before <> o.is_after or m.is_cap_moved
    or o.group_no in (select group_no from altered_groups)
    or o.group_no in (select group_no from group_shapes where is_moved)
