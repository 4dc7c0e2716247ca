-- purpose:  Scheduled exports of a workbook as served; recipients are in no answer.
-- grain:    parent_id, reading, schedule_id
-- columns:
--   parent_id            workbook it was asked for, canonical
--   reading              which time of asking, from 1
--   schedule_id          the scheduled export
--   owner_id             member whose rights it runs with
--   title                subject of what is sent
--   cron                 when it runs
--   timezone             time zone of that
--   is_run_as_recipient  runs with the rights of who gets it, not of the owner
--   is_suspended         paused
--   disabled_at          when Sigma switched it off, UTC
--   created_at           when it was made, UTC
--   updated_by           member who changed it last
--   updated_at           when it was changed last, UTC
--   seen_at              when the page it was last on arrived, UTC
--   seen_count           times it was served in this reading; more than one is a duplicate
with

pages as (
    select
        parent_id, reading, page_number, fetched_at,
        from_json(
            case when starts_with(ltrim(body), '[') then '{"entries":' || body || '}' else body end,
            '{"entries": [{
                "scheduledNotificationId": "VARCHAR", "ownerId": "VARCHAR",
                "schedule": {"cronSpec": "VARCHAR", "timezone": "VARCHAR"},
                "configV2": {"title": "VARCHAR", "runAsRecipient": "BOOLEAN"},
                "isSuspended": "BOOLEAN", "disabledAt": "TIMESTAMP", "createdAt": "TIMESTAMP",
                "updatedBy": "VARCHAR", "updatedAt": "TIMESTAMP"
            }]}'
        ).entries as entries
    from raw.workbook_schedules
),

rows_served as (
    select
        parent_id, reading, page_number, fetched_at,
        unnest(entries) as entry,
        generate_subscripts(entries, 1) as position
    from pages
),

last_seen as (
    select
        *,
        count(*) over (partition by parent_id, reading, entry."scheduledNotificationId") as seen_count
    from rows_served
    where entry."scheduledNotificationId" is not null
    qualify row_number() over (
        partition by parent_id, reading, entry."scheduledNotificationId"
        order by page_number desc, position desc
    ) = 1
)

select
    parent_id, reading,
    entry."scheduledNotificationId" as schedule_id,
    entry."ownerId" as owner_id,
    entry."configV2"."title" as title,
    entry."schedule"."cronSpec" as cron,
    entry."schedule"."timezone" as timezone,
    entry."configV2"."runAsRecipient" as is_run_as_recipient,
    entry."isSuspended" as is_suspended,
    entry."disabledAt" as disabled_at,
    entry."createdAt" as created_at,
    entry."updatedBy" as updated_by,
    entry."updatedAt" as updated_at,
    fetched_at as seen_at, seen_count
from last_seen
