-- purpose:  Read-only questions to this API that no plan asks, each one request (sigma-api.md, 13);
--           those that have their answer are left out.
-- grain:    question
-- as:       view
-- columns:
--   question    number and gist of the open question
--   path        what to ask
--   parameter   query parameter to send, null for none
--   value       its value
--   is_early    asked before the plan, which follows the answer
with

a_connection as (
    select min(connection_id) as connection_id from connections where not is_archived
),

-- A slug is only one when it is not the id itself.
a_slug as (
    select min(ref) as ref from inode_ids
    where form = 'slug' and inode_id in (select inode_id from connection_paths)
),

another_home as (
    select min(members.home_folder_id) as home_folder_id
    from members, credential
    where members.member_id <> credential.member_id and members.status = 'active'
),

-- Whether each optional endpoint answers here; what --with asks for answers by itself.
optional as (
    select v.what, v.path,
        case v.kind when 'workbook' then w.inode_id when 'member' then m.member_id end as of
    from (
        select unnest([
            {'extra': 'schedules', 'what': 'schedules of a workbook', 'kind': 'workbook',
                'path': '/v2.1/workbooks/{}/schedules'},
            {'extra': 'embeds', 'what': 'embeds of a workbook', 'kind': 'workbook',
                'path': '/v2/workbooks/{}/embeds'},
            {'extra': 'sources', 'what': 'sources of a workbook', 'kind': 'workbook',
                'path': '/v2/workbooks/{}/sources'},
            {'extra': 'recents', 'what': 'what a member opened lately', 'kind': 'member',
                'path': '/v2/members/{}/files/recents'},
            {'extra': 'tags', 'what': 'version tags', 'kind': '', 'path': '/v2/tags'},
            {'extra': 'user_attributes', 'what': 'user attributes', 'kind': '',
                'path': '/v2/user-attributes'}
        ], recursive := true)
    ) v
    cross join (select min(inode_id) as inode_id from listed_documents where kind = 'workbook') w
    cross join credential m
    where v.extra not in (select extra from extra_endpoints where is_asked)
),

questions as (
    select 'Q4: grants without a filter' as question, '/v2/grants' as path,
        null::varchar as parameter, null::varchar as value,
        true as is_early
    union all
    select 'Q6: grants by the id of a connection', '/v2/grants', 'inodeId', connection_id, false
    from a_connection where connection_id is not null
    union all
    select 'Q7: grants by a slug', '/v2/grants', 'inodeId', ref, false
    from a_slug where ref is not null
    union all
    select 'Q11: files in the home folder of another member', '/v2/files', 'parentId', home_folder_id, false
    from another_home where home_folder_id is not null
    union all
    select 'Q19: list of API credentials', '/v2/credentials', null, null, false
    union all
    select 'Q14: grants of a version tag', '/v2/grants', 'inodeId', version_tag_id, false
    from (select min(version_tag_id) as version_tag_id from document_tags)
    where version_tag_id is not null
    union all
    select 'optional: ' || what, replace(path, '{}', coalesce(of, '')), null, null, false
    from optional
    where of is not null or not contains(path, '{}')
)

select question, path, parameter, value, is_early
from questions
anti join meta.probes using (question)
