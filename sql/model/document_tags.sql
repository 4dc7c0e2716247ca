-- purpose:  Which documents bear which version tag, as the lists of documents show it without asking.
-- grain:    inode_id, version_tag_id
-- columns:
--   inode_id         the document
--   version_tag_id   the tag
--   tag_name         its name
--   tagged_at        when it was put on, UTC
with

served as (
    select 'workbooks' as endpoint, parent_id, reading, inode_ref, tags from typed.workbooks
    union all
    select 'workbooks_archived', parent_id, reading, inode_ref, tags from typed.workbooks_archived
    union all
    select 'data_models', parent_id, reading, inode_ref, tags from typed.data_models
    union all
    select 'reports', parent_id, reading, inode_ref, tags from typed.reports
    union all
    select 'reports_archived', parent_id, reading, inode_ref, tags from typed.reports_archived
),

borne as (
    select
        inode_ref,
        unnest(from_json(tags, '[{
            "versionTagId": "VARCHAR", "name": "VARCHAR", "tagName": "VARCHAR",
            "workbookTaggedAt": "TIMESTAMP", "taggedAt": "TIMESTAMP"
        }]')) as tag
    from served
    join chosen_readings using (endpoint, parent_id, reading)
)

select
    i.inode_id, b.tag."versionTagId" as version_tag_id,
    any_value(coalesce(b.tag."name", b.tag."tagName")) as tag_name,
    max(coalesce(b.tag."workbookTaggedAt", b.tag."taggedAt")) as tagged_at
from borne b
join inode_ids i on i.ref = b.inode_ref
where b.tag."versionTagId" is not null
group by i.inode_id, version_tag_id
