-- purpose:  Whose memberships matter for an inode: who has a reason for access to it. Whom a grant to the
--           whole organisation reaches matters as well where one may be missing.
-- grain:    principal_id
-- columns:
--   principal_id  the team or member; empty: the organisation
select principal_id from slices.access_sources
union
select '' from slices.inode_gaps where is_for_everyone
