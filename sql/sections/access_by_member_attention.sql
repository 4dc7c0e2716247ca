-- purpose:  What in access_by_member should be looked at first, and why.
-- grain:    kind, severity, subject_id, reason
-- columns:
--   kind        which are alike, in the order of telling
--   severity    high, medium or low
--   subject     what it is about
--   subject_id  its id
--   reason      what stands out
--   weight      the heaviest of a kind come first
with

people as (
    select
        t.member_id, t.person, t.status, t.user_kind, t.account_type,
        count(*) filter (t.effective_permission is not null) as usable,
        count(*) filter (t.effective_permission = 'edit') as changeable,
        count(*) filter (t.effective_permission is null and t.granted_permission is not null) as dormant,
        count(*) filter (list_contains(t.through, 'owner')
            and t.inode_id is distinct from m.home_folder_id) as owned,
    from the_table t
    join members m using (member_id)
    where m.is_person
    group by t.member_id, t.person, t.status, t.user_kind, t.account_type
)

select
    1 as kind, 'high' as severity, person as subject, member_id as subject_id,
    'is ' || status || ' and still owns ' || format('{:,}', owned)
    || if(owned = 1, ' object.', ' objects.') as reason,
    owned as weight,
from people
where status != 'active' and owned > 0
union all
select
    2, 'high', person, member_id,
    'is ' || if(user_kind = 'embed', 'an embed user', 'a guest') || ' and can change '
    || format('{:,}', changeable) || if(changeable = 1, ' object.', ' objects.'),
    changeable,
from people
where user_kind != 'internal' and changeable > 0
union all
select
    3, 'medium', person, member_id,
    'has ' || if(dormant = 1, 'one access', format('{:,} accesses', dormant))
    || ' that the account type “' || coalesce(account_type, 'unknown')
    || '” bars; another account type would wake ' || if(dormant = 1, 'it.', 'them.'),
    dormant,
from people
where status = 'active' and dormant > 0
union all
select
    4, 'low', person, member_id,
    'is ' || status || '; reactivating the account would wake '
        || if(dormant = 1, 'one access.', format('{:,} accesses.', dormant)),
    dormant,
from people
where status != 'active' and dormant > 0
order by kind, weight desc, subject, subject_id, reason
