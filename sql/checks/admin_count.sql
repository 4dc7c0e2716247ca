-- title:    There are enough Admins, and not too many
-- severity: high
-- purpose:  How many active people are Admins.
-- why:      One Admin is a person who may be ill; many are many ways to lose everything.
-- fix:      Give those who need less another account type; keep at least two Admins.
-- grain:    subject_id
-- columns:
--   subject_kind  organization
--   subject_id    the organisation
--   subject_name  the organisation
--   status        pass, fail or not_known
--   reason        how many there are
--   admins        how many there are
--   member_ids    who they are
-- params:
--   minimum integer = 2 — fewest Admins
--   maximum integer = 5 — most Admins
with

admins as (
    select count(*) as admins, list(member_id order by member_id) as member_ids
    from members
    where is_admin and is_usable and is_person
),

unread as (
    select min(reason) as reason from unseen_subjects where about = 'members'
)

select
    'organization' as subject_kind, s.organization_id as subject_id,
    'The whole organisation' as subject_name,
    case
        when u.reason is not null and a.admins <= $maximum::integer then 'not_known'
        when a.admins between $minimum::integer and $maximum::integer then 'pass'
        else 'fail'
    end as status,
    'There are ' || a.admins || ' active Admins; ' || $minimum::varchar || ' to '
        || $maximum::varchar || ' are wanted' || coalesce('. ' || u.reason, '') as reason,
    a.admins, a.member_ids
from snapshot_info s
cross join admins a
cross join unread u
