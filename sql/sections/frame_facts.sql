-- purpose:  What this snapshot is, for every format of every report.
-- grain:    snapshot_id
-- columns:
--   snapshot_id      the snapshot
--   organization_id  the organisation
--   source           sigma, or emulator: made-up data
--   taken_at         when the last answer arrived, UTC
--   status           complete or incomplete
--   complete         whether everything the plan must ask was read
--   plan             how widely was asked
--   base_url         whom was asked
--   collected_by     as whom
--   started_at       when the run began, UTC
--   collected_with   the version of sigma-audit that read it
--   schema_version   of the snapshot file
--   relations_version  above schema_version where the relations of an older file were made again
--   sql_digest       SHA-256 over the SQL that gave the rows their meaning
--   is_hypothetical  whether anything is supposed that is not so
--   supposed         what is supposed, in words; null when nothing
select
    snapshot_id, organization_id, source, taken_at, status,
    status = 'complete' as complete,
    plan, base_url, collected_by, started_at,
    tool_version as collected_with,
    schema_version, relations_version, sql_digest,
    exists (from suppositions) as is_hypothetical,
    (select string_agg(sentence, '; ' order by place) from suppositions) as supposed,
from snapshot_info
