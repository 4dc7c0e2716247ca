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
with

-- Only these documents, and only their owners on that data, are asked for: no other pair is made.
-- Of nothing at all DuckDB would make every pair, to find none of them: nobody and nothing stand in.
asked_documents as materialized (
    select document_id as inode_id from the_documents
    union
    select ''
),

asked_owners as materialized (
    select owner_id as member_id, data_id as inode_id from the_documents where owner_id is not null
    union
    select '', ''
),

owner_access as materialized (
    select a.member_id, a.inode_id, a.effective_permission,
    from asked_owners
    join effective_access a using (member_id, inode_id)
),

opened as materialized (
    select a.member_id, a.inode_id as document_id, a.effective_permission, a.certainty,
        a.effective_label,
    from asked_documents
    join effective_access a using (inode_id)
    where a.effective_permission is not null
),

-- The owner's rights decide, an Admin's on everything; data access is asked where the data lies.
-- Of what a document draws on there, the piece that shows most is told.
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
        case
            when can_owner_use is null or d.is_sql then 'not_known'
            when can_owner_use then 'yes' else 'no'
        end as sees,
    from the_documents d
    left join members o on o.member_id = d.owner_id
    left join owner_access e on e.member_id = d.owner_id and e.inode_id = d.data_id
    left join inode_gaps g on g.inode_id = d.data_id
    left join member_gaps h on h.member_id = d.owner_id and h.plane = 'data'
    qualify row_number() over (
        partition by d.document_id
        order by list_position(['yes', 'not_known', 'no'], sees), d.is_sql, d.steps, d.data_id
    ) = 1
)

select
    m.member_id, m.email, m.name, m.status, m.account_type,
    w.document_id, w.path_text as document, w.kind as document_kind, a.effective_permission,
    w.sees,
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
join opened a using (document_id)
join members m on m.member_id = a.member_id
order by
    list_position(['yes', 'not_known', 'no'], w.sees), m.name, m.member_id, w.path_text, w.document_id
