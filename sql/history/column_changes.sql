-- purpose:  What changed about people, teams, memberships, objects and account types that both
--           snapshots show: one row for each compared column.
-- grain:    entity, member_id, team_id, inode_id, account_type_id, permission, column
-- columns:
--   entity           as in the diff; grants apart
--   change           changed, or not_known where one side did not read it
--   member_id        the member, where one is meant
--   team_id          the team, where one is meant
--   inode_id         the inode, where one is meant
--   connection_id    the connection, where one is meant
--   account_type_id  the account type, where one is meant
--   permission       always null: a permission of an account type comes and goes
--   column           the column that changed
--   before           its earlier value
--   after            its later value
--   why_not          what keeps it from being known, in words
with

-- An account type in other letters, or under a new name, is not another account type.
changed as (
    select *
    from column_cells
    where
        before is distinct from after
        and not (
            "column" = 'account_type'
            and (lower(before) = lower(after) or coalesce(type_before = type_after, false))
        )
),

-- Whether everything that could say more was read: about content, about account types.
reads as (
    select
        side,
        bool_and(is_whole) filter (endpoint <> 'account_types') as has_content,
        bool_and(is_whole) filter (endpoint = 'account_types') as has_types
    from chain_reads
    where parent_id = '' and endpoint in (
        'workspaces', 'workbooks', 'workbooks_archived', 'data_models', 'datasets', 'reports',
        'reports_archived', 'files', 'account_types'
    )
    group by side
),

-- A value that is missing, or a name that cannot be told from another, where more could be read.
weighed as (
    select
        c.*,
        case
            when c."column" = 'account_type' then
                (c.type_before is null and not b.has_types) or (c.type_after is null and not a.has_types)
            when c.listed_as = 'inode' and c.before is null then
                c."column" = 'parent_id' or c.kind_before = 'unknown' or not b.has_content
            when c.listed_as = 'inode' and c.after is null then
                c."column" = 'parent_id' or c.kind_after = 'unknown' or not a.has_content
            else false
        end as is_open
    from changed c
    left join reads b on b.side = 'before'
    left join reads a on a.side = 'after'
)

select
    entity, if(coalesce(is_open, true), 'not_known', 'changed') as change,
    member_id, team_id, inode_id, connection_id, account_type_id, permission, "column",
    before, after,
    case
        when is_open and "column" = 'account_type' then 'the list of account types is not whole'
        when coalesce(is_open, true) then
            'the ' || if(before is null, 'earlier', 'later') || ' snapshot does not say'
    end as why_not
from weighed
