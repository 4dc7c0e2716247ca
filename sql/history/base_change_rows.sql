-- purpose:  What changed between two snapshots but for effective access, each row whole and in words.
-- grain:    change_id
-- columns:
--   entity            member, team, team_member, workspace, inode, connection, grant or account_type_permission
--   change            added, removed, changed or not_known
--   subject           what it is about, in words
--   column            the column that changed; null when the whole row came or went
--   before            its earlier value; a grant's earlier permission
--   after             its later value
--   cause             because of what, in words; what was not read where it is not known
--   member_id         the member, where one is meant
--   team_id           the team, where one is meant
--   inode_id          the inode, where one is meant
--   grant_id          the grant, where one is meant
--   connection_id     the connection, where one is meant
--   account_type_id   the account type, where one is meant
--   principal_kind    whom a grant names: member, team, organization or unknown
--   principal_id      the principal
--   permission        the permission of an account type
--   effective_before  always null, as in changes
--   effective_after   always null, as in changes
--   sentence          the row in words
--   cause_ids         always null, as in changes
--   cause_kind        always null, as in changes
--   record            the whole row of what came or went, as JSON
--   change_id         names the row: entity, ids and column
with

told as (
    select
        c.*, s.subject, s.sentence,
        coalesce(
            c.why_not,
            if(c.after is null, 'went with ', 'came with ') || case c.went_with
                when 'inode' then i.name when 'team' then t.name
                when 'member' then coalesce(m.name, w.name)
                when 'account_type' then y.name
            end
        ) as cause
    from base_changes c
    join change_sentences s using (change_id)
    left join change_names i on i.entity = 'inode' and i.id = c.inode_id
    left join change_names t on t.entity = 'team' and t.id = c.team_id
    left join change_names m on m.entity = 'member' and m.id = c.member_id
    left join change_names w on w.entity = 'member' and w.id = json_extract_string(c.record, '$.owner_id')
    left join change_names y on y.entity = 'account_type' and y.id = c.account_type_id
)

select
    entity, change, subject, "column", before, after, cause,
    member_id, team_id, inode_id, grant_id, connection_id, account_type_id,
    principal_kind, principal_id, permission,
    null::varchar as effective_before, null::varchar as effective_after,
    sentence, null::varchar[] as cause_ids, null::varchar as cause_kind, record, change_id
from told
