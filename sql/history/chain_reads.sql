-- purpose:  Which request chains of either snapshot were read to their end: those that could tell
--           something of what is not the same.
-- grain:    side, endpoint, parent_id
-- columns:
--   side       before or after
--   endpoint   which question was asked
--   parent_id  of what it was asked, as a canonical id; empty when of nothing
--   is_whole   read to its end; what vanished holds nothing any more
--   why        what happened instead, in words
with

parents as (
    select '' as parent_id
    union
    select inode_id from differing_grants
    union
    select principal_key from differing_grants
    union
    select id from one_sided_entities
    union
    select coalesce(team_id, account_type_id) from differing_rows
    where entity in ('team_member', 'account_type_permission')
),

chains as (
    select 'before' as side, endpoint, coalesce(inode_id, parent_id) as parent_id, is_known, status
    from before.main.chain_states
    union all
    select 'after', endpoint, coalesce(inode_id, parent_id), is_known, status
    from after.main.chain_states
)

select
    side, endpoint, parent_id,
    bool_or(is_known) as is_whole,
    endpoint || ' ' || replace(min(status), '_', ' ') as why
from chains
semi join parents using (parent_id)
group by side, endpoint, parent_id
