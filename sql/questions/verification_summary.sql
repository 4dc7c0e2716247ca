-- purpose:  How far this snapshot agrees with Sigma's own lists, of the members it was held against.
-- grain:    sentence
-- columns:
--   sentence           the agreement in words
--   agreement          share of the levels that agree
--   agreement_low      the lower end of its interval
--   agreement_high     the upper end
--   clean_low          lower end of the share of members who differ by nothing unexplained
--   clean_high         the upper end
--   unexplained_count  mismatches that no rule explains
select
    s.sentence, v.agreement, v.agreement_low, v.agreement_high, v.clean_low, v.clean_high,
    v.unexplained_count,
from verification v
join verification_sentence s using (one_row)
order by s.sentence
