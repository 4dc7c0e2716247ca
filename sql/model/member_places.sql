-- purpose:  A place for each member among words of sixty bits, so that a set of members is a few words.
--           Members of one word have one account type and status: what caps one caps all.
-- grain:    member_id
-- columns:
--   member_id        the member
--   word             number of the word
--   bit              the member's own bit in it
--   cap_group        number of the account type and status that the members of this word have
--   account_type_id  the account type that caps them; empty for one that could not be read
--   is_usable        the account can be used
with

numbered as (
    select
        member_id, coalesce(account_type_id, '') as account_type_id, is_usable,
        row_number() over (
            partition by coalesce(account_type_id, ''), is_usable order by member_id
        ) - 1 as place
    from members
)

select
    member_id,
    dense_rank() over (order by account_type_id, is_usable, place // 60)::integer as word,
    1::bigint << (place % 60)::integer as bit,
    dense_rank() over (order by account_type_id, is_usable)::integer as cap_group,
    account_type_id, is_usable
from numbered
