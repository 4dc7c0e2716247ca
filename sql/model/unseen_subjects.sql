-- purpose:  What a policy may not have seen at all: one row for each kind of thing that is not whole.
--           A policy that examines such things adds these rows: it must not pass for want of reading.
-- grain:    about
-- as:       view
-- columns:
--   about         which kind of thing: members, teams, content, places, data_grants …
--   subject_kind  organization
--   subject_id    what is not whole
--   subject_name  the same in words
--   status        not_known
--   reason        what was not seen, in a sentence
with

lists as (
    select
        unnest([
            'members', 'teams', 'team_members', 'account_types', 'account_type_permissions',
            'connections', 'paths', 'workspaces', 'workbooks', 'workbooks_archived', 'data_models',
            'datasets', 'reports', 'reports_archived', 'files'
        ]) as endpoint,
        unnest([
            'members', 'teams', 'team_members', 'account_types', 'account_types',
            'connections', 'connections', 'content', 'content', 'content', 'content',
            'content', 'content', 'content', 'content'
        ]) as about
),

unread_lists as (
    select
        l.about,
        'The answers about ' || replace(c.endpoint, '_', ' ') || ' are not whole: '
            || concat_ws(', ', replace(c.status, '_', ' '), nullif(c.detail, '')) as reason
    from coverage c
    join lists l using (endpoint)
    where c.is_used and c.status not in ('complete', 'vanished')
),

unread_grants_of as (
    select
        unnest(
            case when g.principal_kind is null then ['', 'organization_'] else ['organization_'] end
        ) || p.plane || '_grants' as about,
        'Some of what was granted on ' || p.plane || ' was not read: ' || g.reason as reason
    from not_known g
    join (select unnest(['content', 'data']) as plane) p on g.plane is null or g.plane = p.plane
    where g.member_id is null
        and g.endpoint in ('object_grants', 'connection_grants', 'path_grants')
),

unplaced as (
    select 'places' as about, 'Of some things it is not known what they lie in: ' || reason as reason
    from not_known
    where endpoint = 'file_nodes'
),

gaps as (
    from unread_lists union all by name from unread_grants_of union all by name from unplaced
)

select
    about, 'organization' as subject_kind, 'not read: ' || about as subject_id,
    'What was not read of ' || replace(about, '_', ' ') as subject_name, 'not_known' as status,
    min(reason)
        || case when count(*) > 1 then ' (and ' || (count(*) - 1) || ' more like it)' else '' end
        as reason
from gaps
group by about
