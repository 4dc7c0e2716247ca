-- purpose:  The kinds of leftovers that were looked for, and how many were found of each.
-- grain:    problem
-- columns:
--   problem  which kind
--   found    how many teams, members or objects
--   grants   how many grants
--   meaning  why it is a leftover
--   remedy   what would tidy it
select
    problem, count(t.subject_id) as found, coalesce(sum(t.grants), 0)::bigint as grants,
    p.meaning, p.remedy,
from leftover_kinds p
left join the_table t using (problem)
group by problem, p.place, p.meaning, p.remedy
order by p.place
