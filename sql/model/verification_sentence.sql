-- purpose:  What the sample of members says about this snapshot's agreement with Sigma, in a sentence.
-- grain:    one_row
-- as:       view
-- columns:
--   one_row       always 1
--   is_verified   at least one member was held against Sigma's own list
--   is_clean      and nothing differs without a rule that explains it
--   sentence      how many agree, with intervals, and what does not
select
    1 as one_row, answered_count > 0 as is_verified, unexplained_count = 0 as is_clean,
    case when answered_count = 0 then 'no answer was held against Sigma''s own'
    else
        format('{:,} of {:,} active members, drawn with seed {}, were held against Sigma''s own list: ',
            answered_count, population, seed)
        || format('{:,} of {:,} permissions agree ({:.1f} %, 95 % interval {:.1f} to {:.1f} %)',
            agree_count, pair_count, 100 * coalesce(agreement, 1), 100 * coalesce(agreement_low, 0),
            100 * coalesce(agreement_high, 1))
        || case when explained_count = 0 then '' else format(', a rule explains {:,}', explained_count) end
        || case when unexplained_count = 0 then ', none is unexplained'
            else format(', {:,} are unexplained', unexplained_count) end
        || format('; at least {:.1f} % of all active members are free of the unexplained (95 %)',
            100 * coalesce(clean_low, 0))
        || case when answered_count = drawn_count then ''
            else format('; {:,} drawn members gave no whole list', drawn_count - answered_count) end
    end as sentence
from verification
