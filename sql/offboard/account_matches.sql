-- purpose:  Which accounts of this snapshot the lines of the HR file mean.
--           A plus-address is its mailbox's, unless both carry a tag; an embed user's is its own.
-- grain:    line, member_id
-- columns:
--   line        line of the HR file
--   member_id   an account of that person
--   matched_by  email, alias, plus_address
--   address     the account's address here
--   place       how near the match is, 1 the nearest
with

listed as (
    select line, lower(trim(email)) as address, lower(trim(employee_id)) as employee_id,
    from input.leavers
),

paired as (
    select lower(trim(person)) as one, lower(trim(account)) as other
    from input.aliases
    union
    select lower(trim(account)), lower(trim(person))
    from input.aliases
),

-- Every way HR or the mapping file writes a person.
spelled as (
    select line, address, 'email' as matched_by, 1 as place,
    from listed
    where address is not null
    union
    select l.line, p.other, 'alias', 2,
    from listed l
    join paired p on p.one in (l.address, l.employee_id)
),

accounts as (
    select
        member_id, lower(trim(email)) as address,
        coalesce(user_kind, 'internal') = 'embed' as is_embed,
    from members
    where is_person
),

mailboxes as (
    select *, regexp_replace(address, '\+[^@]*@', '@') as mailbox,
    from accounts
    where not is_embed and address like '%@%'
),

found as (
    select s.line, a.member_id, s.matched_by, a.address, s.place,
    from spelled s
    join accounts a on s.address in (a.address, lower(a.member_id))
    union all
    select s.line, m.member_id, 'plus_address', m.address, 3,
    from spelled s
    join mailboxes m on m.mailbox = regexp_replace(s.address, '\+[^@]*@', '@')
    where m.address <> s.address and (m.mailbox = m.address or m.mailbox = s.address)
)

select line, member_id, matched_by, address, place,
from found
qualify row_number() over (partition by line, member_id order by place, address) = 1
order by line, place, member_id
