-- purpose:  Every grant row that any answer showed, one a grant and endpoint.
-- grain:    grant_id, endpoint
-- columns:
--   grant_id    the grant
--   endpoint    which question showed it
--   inode_ref   what it sits on, by its own word: an inherited row names the ancestor
--   inode_type  the API's word for the kind
--   member_id   member it names, if any
--   team_id     team it names, if any
--   permission  the API's word, verbatim
--   created_by  who granted it
--   created_at  when, UTC
--   updated_by  who changed it last
--   updated_at  when, UTC
--   seen_at     when it was last shown, UTC
with

shown as (
    select 'team_grants' as endpoint, * from typed.team_grants
    union all by name
    select 'member_grants' as endpoint, * from typed.member_grants
    union all by name
    select 'object_grants' as endpoint, * from typed.object_grants
    union all by name
    select 'connection_grants' as endpoint, * from typed.connection_grants
    union all by name
    select 'path_grants' as endpoint, * from typed.path_grants
    union all by name
    select 'all_grants' as endpoint, * from typed.all_grants
)

-- A grant that an unfinished chain showed exists all the same.
select
    s.grant_id, s.endpoint,
    coalesce(
        s.inode_ref,
        if(s.endpoint in ('object_grants', 'connection_grants', 'path_grants'), s.parent_id, null)
    ) as inode_ref,
    s.inode_type, s.member_id, s.team_id, s.permission,
    s.created_by, s.created_at, s.updated_by, s.updated_at, s.seen_at
from shown s
join chosen_readings r using (endpoint, parent_id, reading)
qualify row_number() over (
    partition by s.grant_id, s.endpoint order by s.seen_at desc, s.parent_id
) = 1
