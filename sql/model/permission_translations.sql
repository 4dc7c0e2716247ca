-- purpose:  What a permission granted on an inode or above it is worth on the inode itself (D2).
--           A word that is missing here is outside its plane's order: kept, and not counted (D8).
-- grain:    permission_class, granted
-- columns:
--   permission_class  container, workbook, report, document (any other), unknown or data
--   granted           the permission as granted
--   permission        what it is worth here
--   rank              place of that in its plane's order, 1 the weakest
with

worth as (
    select unnest(classes) as permission_class, granted, permission
    from (
        values
            (['container', 'workbook', 'report', 'document', 'unknown'], 'view', 'view'),
            (['container', 'workbook', 'unknown'], 'explore', 'explore'),
            (['report', 'document'], 'explore', 'view'),
            (['container', 'unknown'], 'organize', 'organize'),
            (['workbook'], 'organize', 'explore'),
            (['report', 'document'], 'organize', 'view'),
            (['container', 'workbook', 'report', 'document', 'unknown'], 'edit', 'edit'),
            (['data'], 'usage', 'usage'),
            (['data'], 'annotate', 'annotate'),
            (['data'], 'admin', 'admin')
    ) as t(classes, granted, permission)
)

select w.permission_class, w.granted, w.permission, l.rank
from worth w
join permission_levels l
    on l.permission = w.permission and l.plane = if(w.permission_class = 'data', 'data', 'content')
