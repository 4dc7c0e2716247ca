-- purpose:  Decisions that are inferred rather than documented by Sigma, and what rests on them here.
-- grain:    decision
-- columns:
--   decision      number in the contract, and a letter where it says several things
--   title         what it is about
--   sentence      what was decided, and what is counted
--   rows_decided  how many members, grants or ownerships it decides in this snapshot
with

reach as (
    select s.*, i.kind, i.permission_class
    from access_sources s
    join inodes i on i.inode_id = s.source_inode_id
),

decisions as (
    select 'D1' as decision, 'Several grants of one principal on one inode' as title,
        'The strongest counts; one of them may be limited to a version tag. Counted: such grants.'
            as sentence,
        (select count(*) from grants where is_possibly_tagged) as rows_decided
    union all
    select 'D2', 'Edit on reports',
        'Can edit on a report, or on a folder above, is edit. Counted: grants placed on reports.',
        (select count(*) from reach where permission_class = 'report' and grant_id is not null)
    union all
    select 'D3a', 'Owners of folders',
        'Who owns a folder has edit on it, and on nothing beneath. Counted: owned folders.',
        (select count(*) from reach where via = 'owner' and kind = 'folder')
    union all
    select 'D3b', 'Home folders',
        'A member has edit on all that lies in their My Documents. Counted: home folders.',
        (select count(*) from reach where via = 'home_folder')
    union all
    select 'D4a', 'The whole organisation',
        'A grant that names neither member nor team reaches all active internal members. '
            || 'Counted: such grants.',
        (select count(*) from grants where principal_kind = 'organization')
    union all
    select 'D4b', 'Embed users and the whole organisation',
        'A grant to the whole organisation does not reach embed users. Counted: active embed users.',
        (select count(*) from members where user_kind = 'embed' and is_usable)
    union all
    select 'D5a', 'Archived teams',
        'A grant to an archived team reaches nobody. Counted: such grants.',
        (select count(*) from grants g join teams t on t.team_id = g.principal_id
         where g.principal_kind = 'team' and t.is_archived)
    union all
    select 'D5b', 'Leavers',
        'Archived and inactive members keep what is granted to them, and can use none of it. '
            || 'Counted: such members.',
        (select count(*) from members where not is_usable)
    union all
    select 'D6', 'Account types and direct grants',
        'The account type caps direct grants and ownership too. Counted: direct grants, ownerships.',
        (select count(*) from reach where via in ('direct', 'owner', 'home_folder'))
    union all
    select 'D11', 'Can admin and writing back',
        'Can admin on a connection includes writing back. Counted: grants of Can admin.',
        (select count(*) from reach where permission_class = 'data' and permission = 'admin')
)

select decision, title, sentence, rows_decided
from decisions
