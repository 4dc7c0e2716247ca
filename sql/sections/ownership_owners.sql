-- purpose:  Each owner in one line, those who are gone first.
-- grain:    owner_id
-- columns:
--   owner            the owner's full name
--   email            their e-mail address
--   state            active, inactive, archived, or nobody known
--   documents        documents they own
--   alone            of these, documents that nobody else can change
--   unseen           of these, documents that nobody else can open
--   last_changed_at  when one of them was changed last, UTC
--   owner_id         the owner; empty where none is known
select
    coalesce(owner, 'nobody known') as owner, email, state,
    count(*) as documents,
    count(*) filter (editors = 0) as alone,
    count(*) filter (openers = 0) as unseen,
    max(changed_at) as last_changed_at,
    coalesce(owner_id, '') as owner_id,
from the_table
group by owner, email, state, owner_id
order by state = 'active', documents desc, owner, owner_id
