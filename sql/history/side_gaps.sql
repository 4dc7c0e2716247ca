-- purpose:  What either snapshot did not read, in words and in numbers.
-- grain:    side, entity, id, is_deep, plane, reason_no
-- columns:
--   side       the snapshot that did not
--   entity     member or inode: whose access, or to what; null for everyone's to everything
--   id         its id
--   is_deep    of an inode: of all that lies beneath it too
--   plane      content or data; null for both
--   reason     what was not read
--   reason_no  counts these, in the order of their words
with

-- What the API answered, which is another each time it was asked, stands with the snapshot's own gaps.
unread as (
    select
        side, member_id, inode_id, plane,
        regexp_replace(
            reason,
            '(, as (Sigma did not let these credentials ask|Sigma gave no whole answer|it [a-z ]+)) \(.*\)$',
            '\1'
        ) as reason
    from (
        select 'before' as side, * from before.main.not_known
        union all by name
        select 'after' as side, * from after.main.not_known
    )
),

-- Lists that would show what is missing on this side; why they are not whole is a gap of everyone's.
unlisted as (
    select side, entity, id, 'the list of ' || unnest(unread) || ' is not whole' as reason
    from absences
    where not is_known and entity in ('member', 'inode')
),

told as (
    select distinct side, split_part(reason, ', as ', 1) as reason
    from unread
    where member_id is null and inode_id is null
),

gaps as (
    select side, entity, id, false as is_deep, null as plane, reason
    from unlisted
    anti join told using (side, reason)
    union
    select
        side,
        case when inode_id is not null then 'inode' when member_id is not null then 'member' end,
        coalesce(inode_id, member_id), true, if(inode_id is null, plane, null), reason
    from unread
),

reasons as (
    select reason, row_number() over (order by reason)::integer as reason_no
    from (select distinct reason from gaps)
)

select g.*, r.reason_no
from gaps g
join reasons r using (reason)
