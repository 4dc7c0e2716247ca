-- purpose:  What needs attention first in a report that ranks nothing of its own: nothing.
-- grain:    kind, subject_id
-- columns:
--   kind        what is wrong in a word
--   severity    how bad
--   subject     what it is about
--   subject_id  its id
--   reason      why
--   weight      the order among those of a kind
select
    null::varchar as kind, null::varchar as severity, null::varchar as subject,
    null::varchar as subject_id, null::varchar as reason, null::bigint as weight,
where false
order by kind, subject_id
