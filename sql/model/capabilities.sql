-- purpose:  What this API was found to do: probes, and what the collected answers show by themselves.
-- grain:    question
-- columns:
--   question   number and gist of the open question
--   answer     yes, no, not_known, or the words that were found
--   detail     on what the answer rests
select question, answer, detail from meta.probes
union all
select question, answer, detail from capabilities_seen
union all
select question, answer, detail from capabilities_forms
union all
select question, answer, detail from capabilities_reach
