-- purpose:  Every compared cell of the rows that both snapshots show and that are not the same.
-- grain:    entity, member_id, team_id, inode_id, account_type_id, permission, column
-- columns:
--   entity           as in the diff; grants apart
--   member_id        the member, where one is meant
--   team_id          the team, where one is meant
--   inode_id         the inode, where one is meant
--   connection_id    the connection, where one is meant
--   account_type_id  the account type, where one is meant
--   permission       always null: a permission of an account type comes and goes
--   listed_as        the entity under which compared_columns lists it
--   column           the column
--   before           its earlier value
--   after            its later value
--   kind_before      kind of an inode in the earlier snapshot
--   kind_after       kind of an inode in the later one
--   type_before      account type of a member in the earlier snapshot, by id
--   type_after       account type of a member in the later one, by id
with

both_sided as (
    select *, if(entity = 'workspace', 'inode', entity) as listed_as
    from differing_rows
    where before is not null and after is not null
)

select
    d.* exclude (before, after), c."column",
    -- An inode of unknown kind is one whose own answer is missing.
    nullif(json_extract_string(d.before, '$.' || c."column"), 'unknown') as before,
    nullif(json_extract_string(d.after, '$.' || c."column"), 'unknown') as after,
    d.before ->> '$.kind' as kind_before, d.after ->> '$.kind' as kind_after,
    d.before ->> '$.account_type_id' as type_before, d.after ->> '$.account_type_id' as type_after
from both_sided d
join compared_columns c on c.entity = d.listed_as and c.is_compared
