-- purpose:  Each framework's clauses: the result of the checks that are evidence, and what is not covered.
-- grain:    framework, clause
-- columns:
--   framework    which framework
--   clause       which clause
--   obligation   what it demands, in short
--   result       fail, not_known, waived or pass: the worst of its checks
--   evidence     each check with what it found
--   fail         findings that fail
--   not_known    what is not known
--   waived       findings that were waived
--   pass         subjects that pass
--   not_covered  what this tool cannot tell about the clause
--   reports      reports to read beside them
select
    framework, clause, obligation, result, evidence, fail, not_known, waived, pass, not_covered, reports
from input.clauses
order by position, framework, clause
