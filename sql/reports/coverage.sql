-- purpose:  How this snapshot was made: every chain of requests, how it ended, and what it cannot know.
-- grain:    endpoint, parent_id
-- columns:
--   asked           what was asked, in words
--   endpoint        the question's name
--   subject         for whom or what it was asked, by name
--   status          complete, forbidden, failed, vanished or not_asked
--   is_required     whether the snapshot is incomplete without it
--   http_status     the last answer's status, when it was a refusal
--   pages           answers received
--   rows_served     rows in them
--   rows_stored     rows kept, without duplicates
--   declared_total  rows Sigma says there are, where it says so
--   retries         answers that had to be asked for again
--   detail          what happened, in words
--   parent_id       for whom or what it was asked; empty for none
select
    coalesce(w.asked, c.endpoint) as asked, c.endpoint,
    coalesce(m.name, t.name, i.path_text, a.name) as subject,
    c.status, c.is_required, c.http_status,
    c.pages, c.rows_served, c.rows_stored, c.declared_total, c.retries, c.detail,
    coalesce(c.parent_id, '') as parent_id,
from coverage c
left join endpoint_words w using (endpoint)
left join members m on m.member_id = c.parent_id
left join teams t on t.team_id = c.parent_id
left join inode_ids r on r.ref = c.parent_id
left join inodes i on i.inode_id = coalesce(r.inode_id, c.parent_id)
left join account_types a on a.account_type_id = c.parent_id
order by
    case c.status
        when 'failed' then 1 when 'forbidden' then 2 when 'vanished' then 3
        when 'complete' then 4 else 5
    end,
    c.endpoint, subject, parent_id
