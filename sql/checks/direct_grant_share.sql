-- title:    Access is granted to teams rather than to people
-- severity: low
-- purpose:  Which share of the grants on content and on data names single members.
-- why:      Grants to people are reviewed one by one, and outlive the job they were given for.
-- fix:      Grant to teams; delete the direct grants that repeat them.
-- grain:    subject_id
-- columns:
--   subject_kind  plane
--   subject_id    content or data
--   subject_name  content or data
--   status        pass, fail or not_known
--   reason        how many of how many
--   grants        how many name members or teams
--   direct        how many name members
-- params:
--   percent integer = 50 — a larger share is too much
with

counted as (
    select
        i.plane, count(*) as grants, count(*) filter (g.principal_kind = 'member') as direct
    from grants g
    join inodes i using (inode_id)
    where g.principal_kind in ('member', 'team')
    group by i.plane
),

-- Whom a list does not show is neither a member nor a team here.
unread as (
    select c.plane, min(u.reason) as reason
    from counted c
    join unseen_subjects u on u.about in (
        c.plane || '_grants', 'members', 'teams', case when c.plane = 'data' then 'connections' else 'content' end
    )
    group by c.plane
)

select
    'plane' as subject_kind, c.plane as subject_id, c.plane as subject_name,
    case
        when u.reason is not null then 'not_known'
        when c.direct * 100 > c.grants * $percent::integer then 'fail'
        else 'pass'
    end as status,
    c.direct || ' of ' || c.grants || ' grants on ' || c.plane || ' name single members'
        || coalesce('; ' || u.reason, '') as reason,
    c.grants, c.direct
from counted c
left join unread u using (plane)
