-- purpose:  What this snapshot is: of which organisation, when, made how, and whether it is whole.
-- grain:    snapshot_id
-- columns:
--   snapshot_id      this snapshot
--   organization_id  whose it is
--   base_url         where it was asked
--   source           sigma, or emulator: demo data, never to be taken for real
--   collected_by     member who owns the credential
--   plan             which questions were to be asked
--   started_at       when the run began, UTC
--   taken_at         when the last answer arrived, UTC
--   status           complete: all the plan must ask was answered whole, to an Admin, and was at rest
--   tool_version     version of sigma-audit
--   schema_version   version of the relations that the file was sealed with
--   sql_digest       which meaning it was built with
--   relations_version  version of these: above schema_version where an older file's are made again
with

last_answers as (
    select max(ended_at) as taken_at from meta.chains
),

shortcomings as (
    select endpoint from coverage
    where is_required and is_last and status not in ('complete', 'vanished')
    union all
    select entity from moved where is_still_moving
    union all
    select 'credential' from meta.run r
    anti join (select member_id from members where is_admin) a on a.member_id = r.collected_by
)

select
    r.snapshot_id, r.organization_id, r.base_url, r.source, r.collected_by, r.plan, r.started_at,
    coalesce(r.taken_at, a.taken_at, r.started_at) as taken_at,
    if(exists (from shortcomings), 'incomplete', 'complete') as status,
    r.tool_version, r.schema_version, r.sql_digest, 3 as relations_version
from meta.run r
cross join last_answers a
