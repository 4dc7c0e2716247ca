-- purpose:  The canonical id behind every way an inode is named: UUID, URL slug, or neither.
--           A slug is the UUID's 128 bits in base 62, digits 0-9 a-z A-Z, most significant first.
-- grain:    ref
-- columns:
--   ref       the id as some answer wrote it
--   inode_id  the UUID in lower case; the ref itself when it is neither UUID nor slug
--   form      uuid, slug or raw
with

-- Thirty digits in three limbs of ten, so that each fits 64 bits. Slugs are 21 or 22 digits long.
limbs as (
    select
        ref, limb, substr(lpad(ref, 30, '0'), 10 * limb + 1, 10) as text,
        '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ' as digits
    from inode_refs, (select unnest([0, 1, 2]) as limb)
    where regexp_full_match(ref, '[0-9A-Za-z]{1,22}')
),

limb_values as (
    select
        ref, limb,
        (strpos(digits, text[1]) - 1) * 13537086546263552
        + (strpos(digits, text[2]) - 1) * 218340105584896
        + (strpos(digits, text[3]) - 1) * 3521614606208
        + (strpos(digits, text[4]) - 1) * 56800235584
        + (strpos(digits, text[5]) - 1) * 916132832
        + (strpos(digits, text[6]) - 1) * 14776336
        + (strpos(digits, text[7]) - 1) * 238328
        + (strpos(digits, text[8]) - 1) * 3844
        + (strpos(digits, text[9]) - 1) * 62
        + (strpos(digits, text[10]) - 1) as value
    from limbs
),

-- 2^128 = 483 * 62^20 + 45852381738418369671089622061416448: what is not below is no UUID.
slugs as (
    select
        ref, max(value) filter (limb = 0) as top,
        max(value) filter (limb = 1)::uhugeint * 839299365868340224
        + max(value) filter (limb = 2)::uhugeint as rest
    from limb_values
    group by ref
    having top < 483 or (top = 483 and rest < 45852381738418369671089622061416448)
),

hexed as (
    select
        ref, 'slug' as form,
        lpad(to_hex(top::uhugeint * 704423425546998022968330264616370176 + rest), 32, '0') as hex
    from slugs
    union all
    select ref, 'uuid', replace(ref, '-', '')
    from inode_refs
    where regexp_full_match(ref, '[0-9A-Fa-f]{8}-?([0-9A-Fa-f]{4}-?){3}[0-9A-Fa-f]{12}')
)

select
    ref,
    coalesce(
        lower(
            hex[1:8] || '-' || hex[9:12] || '-' || hex[13:16] || '-' || hex[17:20]
            || '-' || hex[21:32]
        ),
        ref
    ) as inode_id,
    coalesce(form, 'raw') as form
from inode_refs
left join hexed using (ref)
