-- purpose:  Who may be at the declared sensitive places: owners by name, and members of named teams.
-- grain:    rule, member_id
-- columns:
--   rule       name of the rule
--   member_id  a member who may be there
--   is_owner   as an owner, to whom the maximum does not apply
with

named as (
    select p.rule, m.member_id, true as is_owner
    from input.sensitive_people p
    join members m on p.kind = 'owner' and lower(p.name) in (lower(m.email), lower(m.member_id))
    union all
    select p.rule, t.member_id, false
    from input.sensitive_people p
    join teams g on p.kind = 'team' and lower(p.name) in (lower(g.name), lower(g.team_id))
    join principal_members t on t.principal_kind = 'team' and t.principal_id = g.team_id
)

select rule, member_id, bool_or(is_owner) as is_owner
from named
group by rule, member_id
