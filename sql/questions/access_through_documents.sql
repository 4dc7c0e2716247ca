-- purpose:  Who sees the data of one inode indirectly, by opening a document that draws on it over a
--           connection that is not OAuth: with the rights of the document's owner (R7, R19).
-- grain:    member_id, document_id
-- columns:
--   member_id             who can open the document
--   email                 their e-mail address
--   name                  their full name
--   status                active, inactive or archived
--   account_type          the account type that caps them
--   document_id           the document they open
--   document              its path
--   document_kind         workbook, report, data_model or dataset
--   effective_permission  what they can use on the document
--   sees                  yes; no where the owner cannot use the data; else not_known
--   because               why, in words
--   owner_id              the document's owner
--   source_id             the data it draws on, there or beneath; of SQL, the connection
--   is_sql                by a piece of SQL, whose tables are not known
--   steps                 documents from the opened one down to the data
--   certainty             known, or at_least: something unread could raise it
--   effective_label       effective_permission in Sigma's words
-- params:
--   inode_id varchar — a connection, database, schema or table
with

data_asked as (
    select inode_id, true as is_there,
    from inode_ancestry
    where ancestor_id = $inode_id
    union all
    -- What SQL on the connection reads may be any of its tables.
    select ancestor_id, false,
    from inode_ancestry
    where inode_id = $inode_id and distance > 0
),

drawn as (
    select
        d.document_id, d.data_id, d.is_sql, d.through, d.steps, c.use_oauth, i.owner_id,
        i.path_text, i.kind, x.path_text as data_path,
    from document_data d
    join data_asked a on a.inode_id = d.data_id and (a.is_there or d.is_sql)
    join inodes i on i.inode_id = d.document_id
    join inodes x on x.inode_id = d.data_id
    left join connections c on c.connection_id = d.connection_id
    where c.use_oauth is distinct from true
    qualify row_number() over (
        partition by d.document_id order by d.is_sql, d.steps, d.source_ref
    ) = 1
),

-- The owner's rights decide, an Admin's on everything; data access is asked where the data lies.
owned as (
    select
        d.*, o.name as owner,
        case
            when o.member_id is null or d.use_oauth is null then null
            when o.is_admin and o.is_usable then true
            when e.effective_permission is not null then true
            when g.is_for_anyone or h.member_id is not null then null
            else false
        end as can_owner_use,
    from drawn d
    left join members o on o.member_id = d.owner_id
    left join effective_access e on e.member_id = d.owner_id and e.inode_id = d.data_id
    left join inode_gaps g on g.inode_id = d.data_id
    left join member_gaps h on h.member_id = d.owner_id and h.plane = 'data'
)

select
    m.member_id, m.email, m.name, m.status, m.account_type,
    w.document_id, w.path_text as document, w.kind as document_kind, a.effective_permission,
    case
        when w.can_owner_use is null or w.is_sql then 'not_known'
        when w.can_owner_use then 'yes' else 'no'
    end as sees,
    'opens ' || replace(w.kind, '_', ' ') || ' ' || w.path_text
    || if(w.steps > 1, ', which draws through ' || (w.steps - 1) || ' other document'
        || if(w.steps > 2, 's', ''), ', which draws') || ' on '
    || if(w.is_sql, 'SQL over ' || w.data_path || ', whose tables are not known', w.data_path)
    || case
        when w.is_sql then ', with the rights of its owner' || coalesce(' ' || w.owner, '')
        when w.can_owner_use then ', with the rights of its owner ' || w.owner
        when w.can_owner_use is null then ', with the rights of an owner of whom they are not known'
        else ', whose owner ' || w.owner || ' cannot use it'
    end as because,
    w.owner_id, w.data_id as source_id, w.is_sql, w.steps, a.certainty, a.effective_label,
from owned w
join effective_access a on a.inode_id = w.document_id and a.effective_permission is not null
join members m on m.member_id = a.member_id
order by
    list_position(['yes', 'not_known', 'no'], sees), m.name, m.member_id, w.path_text, w.document_id
