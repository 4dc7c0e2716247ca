-- purpose:  Which canonical ids a text may spell: a UUID in any case, a slug, or a URL holding one.
--           A slug is the UUID's 128 bits in base 62, digits 0-9 a-z A-Z, most significant first.
-- grain:    inode_id
-- columns:
--   inode_id  a UUID in lower case, whether or not there is such an inode
-- params:
--   what varchar — an id, a slug or a URL
with

asked as (
    select trim($what::varchar) as text
),

-- In a URL the slug stands after the last hyphen of a part: …/workbook/Name-<slug>/edit?…
slugs as (
    select unnest(regexp_extract_all(text, '([0-9A-Za-z]+)(?:[/?#]|$)', 1)) as slug
    from asked
),

digits as (
    select list_transform(
        string_split(slug, ''),
        lambda c: (strpos('0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ', c) - 1)
            ::uhugeint
    ) as digits
    from slugs
    where len(slug) <= 22
),

-- What does not fit 128 bits is no id.
numbers as (
    select try(list_reduce(list_prepend(0::uhugeint, digits), lambda a, b: a * 62::uhugeint + b))
        as number
    from digits
),

uuids as (
    select unnest(
        regexp_extract_all(text, '[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}')
    ) as uuid
    from asked
)

select lower(uuid) as inode_id
from uuids
union
select try_cast(lpad(lower(to_hex(number)), 32, '0') as uuid)::varchar
from numbers
where number is not null
order by inode_id
