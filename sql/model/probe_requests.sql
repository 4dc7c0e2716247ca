-- purpose:  Read-only questions to this API that no plan asks, each one request (sigma-api.md, 13).
-- grain:    question
-- as:       view
-- columns:
--   question    number and gist of the open question
--   path        what to ask
--   parameter   query parameter to send, null for none
--   value       its value
with

a_connection as (
    select min(connection_id) as connection_id from connections where not is_archived
),

-- A slug is only one when it is not the id itself.
a_slug as (
    select min(ref) as ref from inode_ids
    where form = 'slug' and inode_id in (select inode_id from inodes where plane = 'data')
),

another_home as (
    select min(members.home_folder_id) as home_folder_id
    from members, credential
    where members.member_id <> credential.member_id and members.status = 'active'
)

select 'Q4: grants without a filter' as question, '/v2/grants' as path,
    null::varchar as parameter, null::varchar as value
union all
select 'Q6: grants by the id of a connection', '/v2/grants', 'inodeId', connection_id
from a_connection where connection_id is not null
union all
select 'Q7: grants by a slug', '/v2/grants', 'inodeId', ref
from a_slug where ref is not null
union all
select 'Q11: files in the home folder of another member', '/v2/files', 'parentId', home_folder_id
from another_home where home_folder_id is not null
union all
select 'Q19: list of API credentials', '/v2/credentials', null, null
