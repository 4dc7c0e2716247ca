-- purpose:  What was asked of Sigma, and what came, endpoint by endpoint.
-- grain:    endpoint
-- columns:
--   asked          what is asked, in words
--   endpoint        what was asked
--   chains          how often, each to its last page
--   complete        of these, read to the end
--   not_complete    forbidden, failed, or gone meanwhile
--   not_asked       chains a wider plan, or --with, would ask
--   pages           answers received
--   rows_served     rows in them
--   rows_stored     rows kept, without duplicates
--   declared_total  rows Sigma says there are, where it says so
--   retries         answers that had to be asked for again
select
    coalesce(any_value(w.asked), c.endpoint) as asked, c.endpoint,
    count(*) filter (status != 'not_asked') as chains,
    count(*) filter (status = 'complete') as complete,
    count(*) filter (status not in ('complete', 'not_asked')) as not_complete,
    count(*) filter (status = 'not_asked') as not_asked,
    sum(pages)::bigint as pages,
    sum(rows_served)::bigint as rows_served,
    sum(rows_stored)::bigint as rows_stored,
    sum(declared_total)::bigint as declared_total,
    sum(retries)::bigint as retries,
from coverage c
left join endpoint_words w using (endpoint)
group by c.endpoint
order by c.endpoint
