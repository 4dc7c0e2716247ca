-- purpose:  How many see the data of one inode through documents, and whether that is all (D10).
-- grain:    plane
-- columns:
--   plane     content or data: documents themselves show no source of others
--   is_known  the sources of every document were collected and read whole
--   members   who surely see it
--   maybe     who may, which is not known
--   documents through how many documents
--   sentence  the whole in words
-- params:
--   inode_id varchar — the inode
with

counted as (
    select
        count(distinct member_id) filter (sees = 'yes') as members,
        count(distinct document_id) filter (sees = 'yes') as documents,
        count(distinct member_id) filter (sees = 'not_known') as maybe,
    from through_documents
),

place as (
    select i.plane, c.use_oauth, e.is_known, e.detail,
    from inodes i
    left join inode_ancestry a on a.inode_id = i.inode_id
    left join connections c on c.connection_id = a.ancestor_id
    cross join (from extras where extra = 'sources') e
    where i.inode_id = $inode_id
    qualify row_number() over (order by c.connection_id is null) = 1
)

select
    a.plane, a.is_known, n.members, n.maybe, n.documents,
    case
        when a.plane <> 'data' then null
        when a.use_oauth
            then 'Through documents: the connection is OAuth, everybody uses their own rights there.'
        when not a.is_known and n.members = 0 and n.maybe = 0
            then 'Through documents: who sees it indirectly is not known (' || a.detail || ').'
        else 'Through documents: ' || if(a.is_known, '', 'at least ') || format('{:,}', n.members)
            || if(n.members = 1, ' member sees', ' members see') || ' its data indirectly, by '
            || format('{:,}', n.documents) || if(n.documents = 1, ' document', ' documents')
            || ' and with the rights of their owners'
            || if(n.maybe = 0, '', '; of ' || format('{:,}', n.maybe) || ' it is not known')
            || '. --indirect lists them.'
            || if(a.is_known, '', ' Not all is known: ' || a.detail || '.')
    end as sentence,
from place a
cross join counted n
