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
    unnest(arg_min(
        {
            'inode_ref': coalesce(
                s.inode_ref,
                if(s.endpoint in ('object_grants', 'connection_grants', 'path_grants'),
                    s.parent_id, null)
            ),
            'inode_type': s.inode_type, 'member_id': s.member_id, 'team_id': s.team_id,
            'permission': s.permission, 'created_by': s.created_by, 'created_at': s.created_at,
            'updated_by': s.updated_by, 'updated_at': s.updated_at, 'seen_at': s.seen_at
        },
        (-epoch_us(s.seen_at), s.parent_id)
    ))
from shown s
join chosen_readings r using (endpoint, parent_id, reading)
group by s.grant_id, s.endpoint
