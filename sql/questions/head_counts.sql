-- purpose:  How many of each kind one snapshot counts, and whether it can tell.
-- grain:    counted
-- columns:
--   counted      what is counted
--   place        order of telling
--   value        how many; null where the snapshot cannot tell
--   is_at_least  something unread could add to it
with

reads as (
    select
        coalesce(bool_and(is_known) filter (endpoint = 'members'), false) as has_members,
        -- Only objects show what is given to the whole organisation.
        coalesce(bool_or(is_known) filter (endpoint = 'object_grants'), false) as asks_objects,
    from chain_states
),

doubt as (
    select exists (from not_known) as has_gaps
),

people as (
    select
        count(*) filter (is_usable) as active,
        count(*) filter (is_usable and user_kind <> 'internal') as outside,
    from members
    where is_person
),

holders as (
    select count(distinct p.member_id) as privileged
    from powers p
    join members m using (member_id)
    where p.is_usable and m.is_person
),

given as (
    select count(*) as grants, count(*) filter (principal_kind = 'organization') as everyones
    from grants
)

select 'people who can sign in' as counted, 1 as place, p.active as value,
    not r.has_members as is_at_least,
from people p cross join reads r
union all
select 'from outside', 2, p.outside, not r.has_members from people p cross join reads r
union all
select 'who hold power over access', 3, h.privileged, d.has_gaps from holders h cross join doubt d
union all
select 'grants', 4, g.grants, d.has_gaps from given g cross join doubt d
union all
select
    'grants to the whole organisation', 5, if(r.asks_objects, g.everyones, null), d.has_gaps
from given g cross join reads r cross join doubt d
