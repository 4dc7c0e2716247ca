-- purpose:  Every gap: pairs of member and inode that may be missing here, or may be too low (D10).
--           A gap at an inode is one for everything beneath it too.
-- grain:    gap_id
-- columns:
--   member_id       the member; null for any
--   inode_id        the inode, with all beneath it; null for any of the plane
--   endpoint        the question that was not answered
--   reason          what is missing, in words
--   principal_kind  organization when only an organisation-wide grant may be missing; null for any
--   plane           content or data; null for both
--   gap_id          which chain, which pair
with

list_gaps as (
    select
        null as member_id, null as inode_id, s.endpoint, null as principal_kind,
        case
            when s.endpoint in ('members', 'teams') then null
            when s.endpoint in ('connections', 'paths') then 'data'
            else 'content'
        end as plane,
        'the list of ' || replace(s.endpoint, '_', ' ') || ' is not whole' as what, s.parent_id,
        s.status, s.detail
    from chain_states s
    where not s.is_known and s.endpoint in (
        'members', 'teams', 'workspaces', 'workbooks', 'workbooks_archived', 'data_models',
        'datasets', 'reports', 'reports_archived', 'files', 'connections', 'paths'
    )
),

described_gaps as (
    from list_gaps
    union all by name
    from unread_teams
    union all by name
    from unread_grants
    union all by name
    from unread_places
),

-- Why, as a reader would say it: what the API answered goes into brackets.
explained_gaps as (
    select
        *,
        case
            when status = 'forbidden' then 'Sigma did not let these credentials ask'
            when status = 'failed' then 'Sigma gave no whole answer'
            when status <> 'not_asked' then 'it ' || replace(status, '_', ' ') || ' while it was asked'
            when starts_with(detail, 'no answer ') or starts_with(detail, 'the file list ') then detail
            when starts_with(detail, 'who ') or starts_with(detail, 'what ')
                then 'the plan “' || plan || '” does not ask ' || detail
                    || if(endpoint = 'path_grants' and plan <> 'full', '; “full” does', '')
            else 'the plan “' || plan || '” does not ask it'
        end as cause,
        if(status in ('failed', 'forbidden') or contains(detail, ';'), nullif(detail, ''), null) as aside
    from described_gaps
    cross join (select plan from snapshot_info)
)

select
    member_id, inode_id, endpoint,
    what || ', as ' || cause || coalesce(' (' || aside || ')', '') as reason,
    principal_kind, plane,
    concat_ws('/', endpoint, parent_id, coalesce(member_id, '*'), coalesce(inode_id, '*'),
        coalesce(principal_kind, '*'), coalesce(plane, '*')) as gap_id
from explained_gaps
