-- purpose:  Grants as if some were deleted, or the team they name.
-- grain:    grant_id
-- columns:
--   grant_id            the grant
--   inode_id            what it sits on
--   principal_kind      member, team, organization or unknown
--   principal_id        the member or team; null for the organisation
--   permission          the API's word, verbatim
--   created_by          who granted it
--   created_at          when, UTC
--   updated_by          who changed it last
--   updated_at          when, UTC
--   seen_by             endpoints that showed it
--   has_both_ids        names a member and a team at once; taken as the member's
--   is_possibly_tagged  one of several for this principal here that are left
with

kept as (
    select g.*
    from sealed.grants g
    anti join (from input.supposed where kind = 'without_grant') s using (grant_id)
    anti join (from input.supposed where kind = 'without_team') t
        on g.principal_kind <> 'member' and t.team_id = g.principal_id
)

select
    grant_id, inode_id, principal_kind, principal_id, permission,
    created_by, created_at, updated_by, updated_at, seen_by, has_both_ids,
    is_possibly_tagged and count(*) over (
        partition by inode_id, principal_kind, principal_id
    ) > 1 as is_possibly_tagged
from kept
