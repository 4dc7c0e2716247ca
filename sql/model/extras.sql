-- purpose:  What `collect --with` can add, and how far this snapshot has it: silence is not absence.
-- grain:    extra
-- columns:
--   extra           the word after --with
--   status          complete, partial, failed or not_collected
--   is_known        all of it was asked and answered whole
--   chain_count     questions asked
--   unread_count    of these, and of the lists that say what to ask, those without a whole answer
--   detail          why it is not whole, in words; empty where it is
with

gone as (
    select distinct parent_id
    from chain_states
    where status = 'vanished' and parent_id <> ''
),

asked as (
    select e.extra, c.endpoint, c.status, c.detail
    from extra_endpoints e
    join coverage c using (endpoint)
    anti join gone on gone.parent_id = c.parent_id
    where e.is_asked and c.is_used
),

-- What a list did not show was not asked about either.
lists as (
    select distinct e.extra, c.endpoint, c.status, c.detail
    from (select extra, unnest(listed_by) as endpoint from extra_endpoints where is_asked) e
    join coverage c using (endpoint)
    where c.is_used and c.status not in ('complete', 'vanished')
),

counted as (
    select
        extra, count(*) filter (is_one) as chain_count,
        count(*) filter (is_one and status = 'complete') as answered_count,
        count(*) filter (status <> 'complete') as unread_count,
        mode(replace(endpoint, '_', ' ') || ' '
            || concat_ws(': ', replace(status, '_', ' '), nullif(detail, ''))
            order by endpoint, status, detail)
            filter (status <> 'complete') as commonest
    from (select *, true as is_one from asked union all select *, false from lists)
    group by extra
)

select
    e.extra,
    case
        when not e.is_asked then 'not_collected'
        when coalesce(c.unread_count, 0) = 0 then 'complete'
        when c.answered_count > 0 then 'partial'
        else 'failed'
    end as status,
    e.is_asked and coalesce(c.unread_count, 0) = 0 as is_known,
    coalesce(c.chain_count, 0) as chain_count,
    coalesce(c.unread_count, 0) as unread_count,
    case
        when not e.is_asked then 'not collected: --with ' || e.extra || ' asks it'
        when coalesce(c.unread_count, 0) = 0 then ''
        else c.unread_count || ' of the questions about it were not answered whole: ' || c.commonest
    end as detail
from (select extra, bool_or(is_asked) as is_asked from extra_endpoints group by extra) e
left join counted c using (extra)
