-- title:    Nobody has become an Admin since the baseline
-- severity: high
-- purpose:  Whether each active Admin was one in the snapshot given as the baseline.
-- why:      A new Admin is the change that most deserves a second pair of eyes.
-- fix:      Have somebody else confirm it; take the account type away otherwise.
-- grain:    subject_id
-- columns:
--   subject_kind  member
--   subject_id    the Admin
--   subject_name  their name
--   status        pass, fail or not_known
--   reason        since when
--   account_type  as the member carries it
with

base as (
    select any_value(taken_at) as taken_at, any_value(status) as status from input.baseline
)

select
    'member' as subject_kind, m.member_id as subject_id, m.name as subject_name,
    case
        when s.taken_at is null then 'not_known'
        when b.member_id is not null then 'pass'
        when s.status = 'complete' then 'fail'
        else 'not_known'
    end as status,
    case
        when s.taken_at is null then 'No baseline was given: it is not known since when ' || m.name
            || ' has been an Admin'
        when b.member_id is not null then m.name || ' was an Admin on ' || strftime(s.taken_at, '%Y-%m-%d')
        when s.status = 'complete'
            then m.name || ' is an Admin and was none on ' || strftime(s.taken_at, '%Y-%m-%d')
        else m.name || ' was not seen as an Admin in the baseline, which is incomplete'
    end as reason,
    m.account_type
from members m
cross join base s
left join input.baseline_admins b using (member_id)
where m.is_admin and m.is_usable and m.is_person
union all by name
select subject_kind, subject_id, subject_name, status, reason
from unseen_subjects
where about in ('members')
