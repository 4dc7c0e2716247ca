-- purpose:  Lines of the mapping file that named nobody: of HR's list, or of any snapshot.
-- grain:    line
-- columns:
--   line     line of the mapping file
--   person   as HR writes them
--   account  as Sigma writes it
with

listed as (
    select lower(trim(email)) as word from input.leavers
    union
    select lower(trim(employee_id)) from input.leavers
),

known as (
    select lower(address) as word from input.matches
    union
    select lower(member_id) from input.matches
)

select line, person, account,
from input.aliases a
where not exists (
    from known k
    where k.word in (lower(trim(a.person)), lower(trim(a.account)))
) or not exists (
    from listed l
    where l.word in (lower(trim(a.person)), lower(trim(a.account)))
)
order by line
