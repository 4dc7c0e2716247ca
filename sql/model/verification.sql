-- purpose:  How far this snapshot's effective access agrees with Sigma's own answer, for a sample of
--           members drawn by seed; with intervals of 95 % (Wilson).
-- grain:    one_row
-- as:       view
-- columns:
--   one_row             always 1
--   seed                what the draw rests on
--   population          active members
--   drawn_count         of these, members drawn
--   answered_count      of these, members whose own list was read whole
--   pair_count          pairs of such a member and what either side says they can open
--   agree_count         of these, pairs with the same permission on both sides
--   explained_count     of the rest, pairs that a rule explains
--   unexplained_count   of the rest, pairs that none does
--   agreement           agree_count of pair_count
--   agreement_low       lower bound, as if every pair had been drawn by itself
--   agreement_high      upper bound
--   clean_count         members of whom every pair agrees or is explained
--   clean_low           lower bound of the share of such members among all active ones
--   clean_high          upper bound
with

members_counted as (
    select
        (select count(*) from members where is_usable) as population,
        count(*) as drawn_count, count(*) filter (is_answered) as answered_count
    from verified_members
),

pairs_counted as (
    select count(*) as pair_count,
        count(*) filter (here is not distinct from sigma) as agree_count
    from verification_pairs
),

rest as (
    select
        count(*) filter (explanation <> 'unexplained') as explained_count,
        count(*) filter (explanation = 'unexplained') as unexplained_count,
        count(distinct member_id) filter (explanation = 'unexplained') as unclean_count
    from verification_mismatches
),

shares as (
    select s.seed, m.*, p.*, r.*, 1.959964 as z,
        m.answered_count - r.unclean_count as clean_count,
        nullif(p.pair_count, 0) as n, p.agree_count / nullif(p.pair_count, 0) as share,
        nullif(m.answered_count, 0) as k,
        (m.answered_count - r.unclean_count) / nullif(m.answered_count, 0) as clean
    from members_counted m
    cross join pairs_counted p
    cross join rest r
    cross join sampling s
)

select
    1 as one_row, seed, population, drawn_count, answered_count, pair_count, agree_count,
    explained_count, unexplained_count, share as agreement,
    greatest(0, (share + z * z / (2 * n) - z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)))
        / (1 + z * z / n)) as agreement_low,
    least(1, (share + z * z / (2 * n) + z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)))
        / (1 + z * z / n)) as agreement_high,
    clean_count,
    greatest(0, (clean + z * z / (2 * k) - z * sqrt(clean * (1 - clean) / k + z * z / (4 * k * k)))
        / (1 + z * z / k)) as clean_low,
    least(1, (clean + z * z / (2 * k) + z * sqrt(clean * (1 - clean) / k + z * z / (4 * k * k)))
        / (1 + z * z / k)) as clean_high
from shares
