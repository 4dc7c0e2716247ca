-- purpose:  How many of each kind one snapshot counts, and whether it can tell.
-- grain:    counted
-- columns:
--   counted      what is counted
--   place        order of telling
--   value        how many; null where the snapshot cannot tell
--   is_at_least  something unread could add to it
--   scope        which questions were not asked: numbers of another scope cannot be compared
--   missed       a number for the answers that are missing; empty where none is
with

reads as (
    select
        coalesce(bool_and(is_known) filter (endpoint = 'members'), false) as has_members,
        -- Only objects show what is given to the whole organisation.
        coalesce(bool_or(is_known) filter (endpoint = 'object_grants'), false) as asks_objects,
    from chain_states
),

unread as (
    select
        list(distinct endpoint) filter (status = 'not_asked') as unasked,
        list(distinct endpoint || ' ' || parent_id) filter (status <> 'not_asked') as missed,
    from chain_states
    where not is_known and endpoint in (
        'members', 'teams', 'team_members', 'account_types', 'account_type_permissions', 'workspaces',
        'files', 'connections', 'paths', 'member_grants', 'team_grants', 'all_grants',
        'object_grants', 'connection_grants', 'path_grants'
    )
),

scopes as (
    select
        coalesce(list_sort(unasked), [])::varchar as scope,
        coalesce(md5(list_sort(missed)::varchar), '') as missed,
    from unread
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
    not r.has_members as is_at_least, '' as scope, if(r.has_members, '', 'members') as missed,
from people p cross join reads r
union all
select 'from outside', 2, p.outside, not r.has_members, '',
    if(r.has_members, '', 'members'),
from people p cross join reads r
union all
select 'who hold power over access', 3, h.privileged, d.has_gaps, s.scope, s.missed,
from holders h cross join doubt d cross join scopes s
union all
select 'grants', 4, g.grants, d.has_gaps, s.scope, s.missed,
from given g cross join doubt d cross join scopes s
union all
select
    'grants to the whole organisation', 5, if(r.asks_objects, g.everyones, null), d.has_gaps, s.scope, s.missed,
from given g cross join reads r cross join doubt d cross join scopes s
