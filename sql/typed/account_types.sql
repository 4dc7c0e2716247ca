-- purpose:  Account types as served: what caps a member.
-- grain:    parent_id, reading, account_type_id
-- columns:
--   parent_id         always empty: one chain
--   reading           which time of asking, from 1
--   account_type_id   the account type
--   name              its name, which members carry in any case
--   description       what it is for
--   is_custom         made by the organisation
--   seen_at           when the page it was last on arrived, UTC
--   seen_count        times it was served in this reading; more than one is a duplicate
with

pages as (
    select
        parent_id, reading, page_number, fetched_at,
        from_json(
            case when starts_with(ltrim(body), '[') then '{"entries":' || body || '}' else body end,
            '{"entries": [{
                "accountTypeId": "VARCHAR", "accountTypeName": "VARCHAR",
                "description": "VARCHAR", "isCustom": "BOOLEAN"
            }]}'
        ).entries as entries
    from raw.account_types
),

rows_served as (
    select
        parent_id, reading, page_number, fetched_at,
        unnest(entries) as entry,
        generate_subscripts(entries, 1) as position
    from pages
),

last_seen as (
    select
        *,
        count(*) over (partition by parent_id, reading, entry."accountTypeId") as seen_count
    from rows_served
    where entry."accountTypeId" is not null
    qualify row_number() over (
        partition by parent_id, reading, entry."accountTypeId" order by page_number desc, position desc
    ) = 1
)

-- The API leaves a flag out when it is false.
select
    parent_id, reading,
    entry."accountTypeId" as account_type_id,
    entry."accountTypeName" as name,
    entry."description" as description,
    coalesce(entry."isCustom", false) as is_custom,
    fetched_at as seen_at, seen_count
from last_seen
