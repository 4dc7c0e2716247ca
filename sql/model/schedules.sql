-- purpose:  Scheduled exports, where `--with schedules` asked; who gets them is in no answer (B5).
-- grain:    schedule_id
-- columns:
--   schedule_id           the scheduled export
--   inode_id              workbook or report that is sent
--   owner_id              member whose rights it runs with
--   title                 subject of what is sent
--   cron                  when it runs
--   timezone              time zone of that
--   is_run_as_recipient   runs with the rights of who gets it, not of the owner
--   is_suspended          paused, or switched off by Sigma
--   created_at            when it was made, UTC
--   updated_at            when it was changed last, UTC
with

served as (
    select 'workbook_schedules' as endpoint, * from typed.workbook_schedules
    union all
    select 'report_schedules', * from typed.report_schedules
)

select
    schedule_id, parent_id as inode_id, owner_id, title, cron, timezone, is_run_as_recipient,
    is_suspended or disabled_at is not null as is_suspended, created_at, updated_at
from served
join chosen_readings using (endpoint, parent_id, reading)
qualify row_number() over (partition by schedule_id order by seen_at desc, parent_id) = 1
