-- purpose:  Figures that policies watch from one snapshot to the next.
-- grain:    measure
-- columns:
--   measure  what is counted
--   amount   how many
select measure, amount
from policy_measures
order by measure
