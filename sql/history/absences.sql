-- purpose:  What only one snapshot lists, and whether the other knows that it is not there.
-- grain:    side, entity, id
-- columns:
--   side      the snapshot that does not list it
--   entity    member, team, account_type or inode
--   id        its id
--   is_known  every list that would show it was read to its end, or it was only made later
--   unread    those that were not, in words; null for none
--   why_not   the same as a clause
with

taken as (
    select 'before' as side, taken_at from before.main.snapshot_info
    union all
    select 'after', taken_at from after.main.snapshot_info
),

-- Sigma's clock and this machine's may differ by minutes; what is made an hour later is later.
dated as (
    select l.*, coalesce(l.created_at > t.taken_at + interval 1 hour, false) as is_later
    from one_sided_entities l
    join taken t using (side)
),

listed as (
    select side, entity, id, is_later, unnest(lists) as endpoint
    from dated
),

chains as (
    select *, if(endpoint = 'file_nodes', id, '') as parent_id
    from listed
),

asked as (
    select c.*, coalesce(r.is_whole, false) as is_whole
    from chains c
    left join chain_reads r using (side, endpoint, parent_id)
)

select
    side, entity, id, bool_and(is_whole or is_later) as is_known,
    list(replace(endpoint, '_', ' ') order by endpoint) filter (not is_whole and not is_later) as unread,
    if(len(unread) = 1, 'the list of ', 'the lists of ') || array_to_string(unread, ' and of ')
    || if(len(unread) = 1, ' is not whole', ' are not whole') as why_not
from asked
group by side, entity, id
