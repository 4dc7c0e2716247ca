-- title:    Connections query as the person who asks
-- severity: info
-- purpose:  Whether each connection signs in as each person (OAuth) or as one service account for all (R19).
-- why:      With a service account the warehouse sees one user: its own rights and logs tell nobody apart.
-- fix:      Switch the connection to OAuth, or review its grants as the only guard of the data.
-- grain:    subject_id
-- columns:
--   subject_kind  connection
--   subject_id    the connection
--   subject_name  its name
--   status        pass, fail or not_known
--   reason        how it signs in
--   use_oauth     each person's own rights apply
select
    'connection' as subject_kind, connection_id as subject_id, name as subject_name,
    case when use_oauth then 'pass' when use_oauth is null then 'not_known' else 'fail' end as status,
    case
        when use_oauth then name || ' signs in as each person'
        when use_oauth is null then 'How ' || name || ' signs in is not told'
        else name || ' signs in as one service account for everybody'
    end as reason,
    use_oauth
from connections
where not coalesce(is_sample, false) and not coalesce(is_audit_log, false)
    and not coalesce(is_archived, false)
union all by name
select subject_kind, subject_id, subject_name, status, reason
from unseen_subjects
where about in ('connections')
