-- purpose:  The canonical id behind every way an inode is named: UUID, URL slug, or neither.
--           A slug is the UUID's 128 bits in base 62, digits 0-9 a-z A-Z, most significant first.
-- grain:    ref
-- columns:
--   ref       the id as some answer wrote it
--   inode_id  the UUID in lower case; the ref itself when it is neither UUID nor slug
--   form      uuid, slug or raw
with

-- Thirty digits, each worth its place in 0-9 a-z A-Z. Slugs are 21 or 22 digits long.
spelt as (
    select
        ref,
        list_transform(
            string_split(lpad(ref, 30, '0'), ''),
            lambda digit:
                (ord(digit) - case when digit >= 'a' then 87 when digit >= 'A' then 29 else 48 end)::bigint
        ) as digits
    from inode_refs
    where regexp_full_match(ref, '[0-9A-Za-z]{1,22}')
),

-- In three limbs of ten digits, so that each fits 64 bits.
limbs as (
    select
        ref,
        list_reduce(digits[1:10], lambda worth, digit: worth * 62 + digit) as top,
        list_reduce(digits[11:20], lambda worth, digit: worth * 62 + digit) as middle,
        list_reduce(digits[21:30], lambda worth, digit: worth * 62 + digit) as low
    from spelt
),

numbers as (
    select
        ref, top, middle::uhugeint * 839299365868340224 + low::uhugeint as rest,
        -- 2^128 = 483 * 62^20 + 45852381738418369671089622061416448: what is not below is no UUID.
        top < 483 or (top = 483 and rest < 45852381738418369671089622061416448) as is_slug
    from limbs
)

select
    ref,
    if(
        is_slug,
        lpad(to_hex(top::uhugeint * 704423425546998022968330264616370176 + rest), 32, '0')
        ::uuid::varchar,
        ref
    ) as inode_id,
    if(is_slug, 'slug', 'raw') as form
from numbers
union all
select ref, replace(ref, '-', '')::uuid::varchar, 'uuid'
from inode_refs
where regexp_full_match(ref, '[0-9A-Fa-f]{8}-?([0-9A-Fa-f]{4}-?){3}[0-9A-Fa-f]{12}')
union all
select ref, ref, 'raw'
from inode_refs
where not regexp_full_match(ref, '[0-9A-Za-z]{1,22}')
    and not regexp_full_match(ref, '[0-9A-Fa-f]{8}-?([0-9A-Fa-f]{4}-?){3}[0-9A-Fa-f]{12}')
