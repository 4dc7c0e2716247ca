-- purpose:  Whom each principal stands for, on either side: a member, a team, the whole organisation.
-- grain:    principal_no, member_no
-- columns:
--   principal_no    counts the principals of either snapshot
--   principal_kind  member, team or organization
--   principal_id    whom; empty for the organisation
--   team_id         the team, when it is one
--   member_no       a member it stands for, as in compared_members
--   is_before       it stood for them
--   is_after        it stands for them
with

held as (
    select
        coalesce(b.principal_kind, a.principal_kind) as principal_kind,
        coalesce(b.principal_id, a.principal_id) as principal_id,
        coalesce(b.team_id, a.team_id) as team_id,
        coalesce(b.member_id, a.member_id) as member_id,
        b.member_id is not null as is_before, a.member_id is not null as is_after
    from before.main.principal_members b
    full join after.main.principal_members a
        on a.principal_kind = b.principal_kind and a.principal_id = b.principal_id
        and a.member_id = b.member_id
)

select
    dense_rank() over (order by h.principal_kind, h.principal_id)::integer as principal_no,
    h.principal_kind, h.principal_id, h.team_id, m.member_no, h.is_before, h.is_after
from held h
join compared_members m using (member_id)
