-- purpose:  The words for permissions: their order in each plane and Sigma's own names (D1, D11).
-- grain:    plane, permission
-- columns:
--   plane            content or data
--   permission       the API's word
--   rank             place in the plane's order, 1 the weakest; null beside the order
--   container_label  what Sigma calls it on a workspace, a folder or anything of the data plane
--   document_label   what Sigma calls it on a document, or anything of the data plane
--   meaning          what it allows
--   writes           whether it lets a connection be written to (D11)
select
    plane, permission, rank, container_label, document_label, meaning,
    plane = 'data' and permission in ('writeback', 'admin') as writes
from (
    values
        ('content', 'view', 1, 'Can view', 'Can view', 'open and read'),
        ('content', 'explore', 2, 'Can explore', 'Can explore',
            'read, and explore workbooks without changing them'),
        ('content', 'organize', 3, 'Can contribute', 'Can explore',
            'explore what is there, and put documents and folders of one''s own in'),
        ('content', 'edit', 4, 'Can manage', 'Can edit',
            'change, share, move and delete'),
        ('data', 'usage', 1, 'Can use', 'Can use',
            'browse, query and use as a source'),
        ('data', 'annotate', 2, 'Can use & annotate', 'Can use & annotate',
            'use, and describe columns, metrics and links'),
        ('data', 'admin', 3, 'Can admin', 'Can admin',
            'annotate, write back, grant data access and manage the connection'),
        ('data', 'writeback', null, 'Can write', 'Can write',
            'write to the connection''s write-back place; no reading')
) as levels(plane, permission, rank, container_label, document_label, meaning)
