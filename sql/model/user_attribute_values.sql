-- purpose:  What a user attribute is set to, by member and by team, where `--with` asked (R21).
-- grain:    user_attribute_id, principal_kind, principal_id
-- columns:
--   user_attribute_id  the attribute
--   principal_kind     member or team; a member's own value settles it before any team's
--   principal_id       whose value it is
--   value              what it is set to
--   priority           which team settles it, of several: the smallest; null of a member
with

served as (
    select 'user_attribute_users' as endpoint, parent_id, reading, 'member' as principal_kind,
        member_id as principal_id, value, null::double as priority
    from typed.user_attribute_users
    union all
    select 'user_attribute_teams', parent_id, reading, 'team', team_id, value, priority
    from typed.user_attribute_teams
)

select parent_id as user_attribute_id, principal_kind, principal_id, value, priority
from served
join chosen_readings using (endpoint, parent_id, reading)
