-- purpose:  Grants that change nothing, and grants above what anybody who holds them can use, by whom
--           they name.
-- grain:    problem, subject_id
-- as:       view
-- columns:
--   problem       which kind, as in leftover_kinds
--   subject_kind  member, team or organization
--   subject_id    whom the grants name; the organisation's own id for everyone
--   subject       its name
--   grants        how many grants
--   detail        what is so, in words
--   certainty     known, or at_least: something unread could change it
with

found as (
    select
        'Redundant grant ' || case when principal_kind = 'member' then 'in person' else 'to many' end
            as problem,
        grant_id, principal_kind, principal_id, inode_id, certainty
    from redundant_grants
    where active_holders > 0
    union all
    select
        'Grant above what anybody can use', grant_id, any_value(principal_kind),
        any_value(principal_id), any_value(inode_id), min(certainty)
    from latent_grants
    group by grant_id
),

worded as (
    select
        f.problem, f.principal_kind as subject_kind, f.certainty, f.grant_id,
        coalesce(f.principal_id, s.organization_id) as subject_id,
        coalesce(t.name, m.name, 'Everyone in the organisation') as subject,
        coalesce(i.path_text, f.inode_id) as path_text
    from found f
    cross join snapshot_info s
    left join teams t on f.principal_kind = 'team' and t.team_id = f.principal_id
    left join members m on f.principal_kind = 'member' and m.member_id = f.principal_id
    left join inodes i using (inode_id)
)

select
    problem, any_value(subject_kind) as subject_kind, subject_id, any_value(subject) as subject,
    count(*) as grants,
    case
        when problem = 'Grant above what anybody can use'
            then 'is granted what account types hold back, for example on ' || min(path_text)
        when problem = 'Redundant grant to many'
            then 'everyone it reaches has as much by something else, for example on ' || min(path_text)
        else 'has as much by something else, for example on ' || min(path_text)
    end as detail,
    case when bool_and(certainty = 'known') then 'known' else 'at_least' end as certainty
from worded
group by problem, subject_id
