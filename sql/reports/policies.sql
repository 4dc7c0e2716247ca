-- purpose:  What the checks found: everything that fails, is waived or is not known, with the reason.
-- grain:    check, subject_kind, subject_id
-- columns:
--   check            which check
--   severity         critical, high, medium, low or info
--   status           pass, fail, not_known or waived
--   subject_name     what was examined
--   reason           why, in a sentence
--   result           pass, fail or not_known, whatever was waived
--   title            what the check demands
--   fix              what to do about it
--   waiver_reason    why an exception was made
--   waiver_approver  who approved it
--   waiver_expires   the last day it holds; an expired one is named, not applied
--   evidence         further facts of the row, as `name: value`
--   subject_kind     what kind of thing was examined
--   subject_id       its id
-- params:
--   everything boolean = false — list what passes, too
select
    f."check", f.severity, f.status, f.subject_name, f.reason, f.result, f.title, f.fix,
    f.waiver_reason, f.waiver_approver, f.waiver_expires, f.evidence, f.subject_kind, f.subject_id
from input.findings f
where f.is_shown and (f.status <> 'pass' or $everything::boolean)
order by
    list_position(['fail', 'not_known', 'waived', 'pass'], f.status),
    list_position(['critical', 'high', 'medium', 'low', 'info'], f.severity),
    f."check", f.subject_name, f.subject_kind, f.subject_id
