-- purpose:  Which member a person at the terminal means by an id or an e-mail address.
-- grain:    member_id
-- columns:
--   member_id   the member
--   email       their e-mail address
--   name        their full name
--   status      active, inactive or archived
--   matched_by  id or email
-- params:
--   who varchar — a member id, or an e-mail address in any case
with

meant as (
    select
        member_id, email, name, status,
        if(member_id = trim($who::varchar), 'id', 'email') as matched_by,
    from members
    where member_id = trim($who::varchar) or lower(email) = lower(trim($who::varchar))
)

-- An id goes before another's address.
select member_id, email, name, status, matched_by,
from meant
where matched_by = 'id' or 'id' not in (select matched_by from meant)
order by member_id
