-- title:    Every guest belongs to a team
-- severity: medium
-- purpose:  Whether each active guest is in a team, which is how guests are meant to be let in (R15).
-- why:      A guest outside any team was let in by hand, and nobody answers for when it ends.
-- fix:      Put the guest into a team for their company, or deactivate the account.
-- grain:    subject_id
-- columns:
--   subject_kind  member
--   subject_id    the guest
--   subject_name  their name
--   status        pass, fail or not_known
--   reason        which teams, or none
--   email         their e-mail address
with

guests as (
    select member_id, name, email from members where is_usable and user_kind = 'guest'
),

in_teams as (
    select g.member_id, string_agg(t.name, ', ' order by t.name) as teams
    from guests g
    join team_members tm using (member_id)
    join teams t using (team_id)
    where not t.is_archived
    group by g.member_id
),

unread as (
    select min(reason) as reason from unseen_subjects where about in ('teams', 'team_members')
)

select
    'member' as subject_kind, g.member_id as subject_id, g.name as subject_name,
    case
        when i.teams is not null then 'pass' when u.reason is not null then 'not_known'
        else 'fail'
    end as status,
    case
        when i.teams is not null then g.name || ', a guest, belongs to ' || i.teams
        when u.reason is not null then g.name || ' was seen in no team; ' || u.reason
        else g.name || ', a guest, belongs to no team'
    end as reason,
    g.email
from guests g
cross join unread u
left join in_teams i using (member_id)
union all by name
select subject_kind, subject_id, subject_name, status, reason
from unseen_subjects
where about in ('members')
