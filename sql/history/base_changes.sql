-- purpose:  Every change but those of effective access, each with an id and a sentence of its own,
--           so that effective access can name it as a cause.
-- grain:    change_id
-- columns:
--   change_id        entity, ids and column in one text
--   change_no        counts them in the order of their ids
--   entity           as in the diff
--   change           added, removed, changed or not_known
--   member_id        the member, where one is meant
--   team_id          the team, where one is meant
--   inode_id         the inode, where one is meant
--   connection_id    the connection, where one is meant
--   account_type_id  the account type, where one is meant
--   grant_id         the grant, where one is meant
--   principal_kind   member, team, organization or unknown, for a grant
--   principal_id     whom the grant names
--   permission       the permission of an account type
--   column           the column that changed
--   before           its earlier value; a grant's earlier permission
--   after            its later value; a grant's later permission
--   record           the whole row of what came or went, as JSON
--   went_with        what came or went and took this along
--   why_not          what keeps it from being known
with

stacked as (
    select
        entity, change, member_id, team_id, inode_id, connection_id, account_type_id, permission,
        record, went_with, why_not,
        -- What came or went is told by the one word that matters, in before or after.
        case entity
            when 'team_member' then if((record ->> '$.is_team_admin')::boolean, 'team admin', 'member')
            when 'account_type_permission' then coalesce(permission, record ->> '$.account_type_name')
            else record ->> '$.name'
        end as word,
        if(side = 'before', null, word) as before,
        if(side = 'before', word, null) as after
    from row_changes
    union all by name
    select
        entity, change, member_id, team_id, inode_id, connection_id, account_type_id, permission,
        "column", before, after, why_not
    from column_changes
    union all by name
    select
        'grant' as entity, change, principal_kind, nullif(principal_key, '') as principal_id,
        if(principal_kind = 'member', principal_key, null) as member_id,
        if(principal_kind = 'team', principal_key, null) as team_id,
        inode_id, grant_id, before, after, went_with, why_not, lane || place as lane_place
    from grant_changes
)

select
    concat_ws(
        ' ', entity, principal_kind, if(principal_kind = 'unknown', principal_id, null), member_id,
        team_id, inode_id, account_type_id, permission, "column", lane_place
    ) as change_id,
    row_number() over (order by change_id)::integer as change_no,
    entity, change, member_id, team_id, inode_id, connection_id, account_type_id, grant_id,
    principal_kind, principal_id, permission, "column", before, after, record, went_with, why_not
from stacked
