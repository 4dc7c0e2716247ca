-- purpose:  What the declared sensitive path patterns mean in this snapshot, with all beneath.
-- grain:    rule, inode_id
-- columns:
--   rule                 name of the rule
--   inode_id             the inode it holds for
--   matched_id           the highest inode above it whose path matches
--   maximum              the strongest permission allowed; null for any
--   is_external_allowed  whether guests and embed users may reach it
with

matched as (
    select s.rule, i.inode_id, max(s.maximum) as maximum,
        bool_and(s.is_external_allowed) as is_external_allowed
    from input.sensitive s
    join inodes i on lower(i.path_text) glob lower(s.pattern) and not i.is_archived
    group by s.rule, i.inode_id
)

select
    m.rule, a.inode_id, arg_max(m.inode_id, a.distance) as matched_id,
    any_value(m.maximum) as maximum, bool_and(m.is_external_allowed) as is_external_allowed
from matched m
join inode_ancestry a on a.ancestor_id = m.inode_id
group by m.rule, a.inode_id
