-- purpose:  What in access_by_member should be looked at first, and why.
-- grain:    rank
-- columns:
--   rank      order of telling, from 1
--   severity  high, medium or low
--   subject   what it is about
--   reason    what stands out
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
),

candidates as (
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
        'has ' || format('{:,}', dormant) || ' accesses that the account type “'
        || coalesce(account_type, 'unknown') || '” bars; another account type would wake them.',
        dormant,
    from people
    where status = 'active' and dormant > 0
    union all
    select
        4, 'low', person, member_id,
        'is ' || status || '; reactivating the account would wake ' || format('{:,}', dormant)
            || ' accesses.',
        dormant,
    from people
    where status != 'active' and dormant > 0
),

ranked as (
    select
        *,
        row_number() over (partition by kind order by weight desc, subject, subject_id) as place,
        count(*) over (partition by kind) as alike,
    from candidates
)

select
    row_number() over (order by kind, place) as rank,
    severity, subject,
    -- What is not spelled out is counted, never dropped.
    reason || if(place = 4 and alike > 4, ' And ' || (alike - 4) || ' more like this.', '') as reason,
from ranked
where place <= 4
order by rank
