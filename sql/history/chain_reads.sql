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
    c.side, c.endpoint, c.parent_id,
    bool_or(c.is_known) as is_whole,
    coalesce(any_value(w.asked), c.endpoint) || ' is not known, as ' || case min(c.status)
        when 'forbidden' then 'Sigma did not let these credentials ask'
        when 'failed' then 'Sigma gave no whole answer'
        when 'not_asked' then 'it was not asked'
        else 'it ' || replace(min(c.status), '_', ' ') || ' while it was asked'
    end as why
from chains c
semi join parents using (parent_id)
left join after.main.endpoint_words w on w.endpoint = c.endpoint
group by c.side, c.endpoint, c.parent_id
