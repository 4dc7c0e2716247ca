-- purpose:  Answers to the open questions that the collected grants and lists give by themselves.
-- grain:    question
-- columns:
--   question   number and gist of the open question
--   answer     yes, no, not_known, or the words that were found
--   detail     on what the answer rests
with

all_rows as (
    select 'team_grants' as endpoint, * from typed.team_grants
    union all
    select 'member_grants', * from typed.member_grants
    union all
    select 'object_grants', * from typed.object_grants
    union all
    select 'connection_grants', * from typed.connection_grants
    union all
    select 'path_grants', * from typed.path_grants
),

seen as (
    select
        all_rows.endpoint, all_rows.parent_id, all_rows.member_id, all_rows.team_id,
        all_rows.inode_type, inode_ids.inode_id, inodes.plane, inodes.kind,
        asked.inode_id as asked_inode_id
    from all_rows
    left join inode_ids on inode_ids.ref = all_rows.inode_ref
    left join inodes on inodes.inode_id = inode_ids.inode_id
    left join inode_ids as asked on asked.ref = all_rows.parent_id
),

-- Only a team that was asked itself can be missing something.
teams_asked as (
    select parent_id as team_id from meta.chains
    where endpoint = 'team_grants' and status = 'complete'
),

counted as (
    select
        count(*) filter (member_id is null and team_id is null) as organization_rows,
        count(*) filter (endpoint = 'member_grants') as member_rows,
        count(*) filter (endpoint = 'member_grants' and member_id is distinct from parent_id)
            as strange_member_rows,
        count(*) filter (endpoint = 'team_grants' and plane = 'data') as team_data_rows,
        count(*) filter (endpoint in ('connection_grants', 'path_grants')
            and team_id in (select team_id from teams_asked)) as data_team_rows,
        count(*) filter (endpoint = 'path_grants') as path_rows,
        count(*) filter (endpoint = 'path_grants' and inode_id <> asked_inode_id) as inherited_rows,
        string_agg(distinct kind || ' is ' || inode_type, ', ' order by kind || ' is ' || inode_type)
            filter (kind in ('workspace', 'data_model', 'connection', 'report', 'dataset')
                and inode_type is not null) as words
    from seen
)

select 'Q1: grants that name neither member nor team' as question,
    if(organization_rows > 0, 'yes', 'not_known') as answer,
    organization_rows || ' rows, taken as the whole organisation' as detail
from counted
union all
select 'Q2: a member''s grants hold those of their teams or of the organisation',
    if(strange_member_rows > 0, 'yes', if(member_rows > 0, 'no', 'not_known')),
    strange_member_rows || ' of ' || member_rows || ' rows name somebody else'
from counted
union all
select 'Q3: a team''s grants hold connections and paths',
    if(team_data_rows > 0, 'yes', if(data_team_rows > 0, 'no', 'not_known')),
    team_data_rows || ' rows; of the same teams, asked by connection and path: ' || data_team_rows
from counted
union all
select 'Q5: words for the kinds of inodes', coalesce(words, 'not_known'), 'as seen in grants'
from counted
union all
select 'Q21: grants of a path hold those of what it lies in',
    if(inherited_rows > 0, 'yes', if(path_rows > 0, 'no', 'not_known')),
    inherited_rows || ' of ' || path_rows || ' rows sit elsewhere'
from counted
