-- purpose:  Who has what leavers owned, and what that newly gives them.
-- grain:    account_key, inode_id
-- columns:
--   account_key     whose it was
--   inode_id        what changed hands
--   kind            workbook, data_model …
--   path_text       where it lies now
--   heir_id         whose it is now
--   heir_name       their name
--   heir_email      their address
--   before          what the heir was granted on it before, in Sigma's words; null: nothing
--   now             what they are granted now
--   usable_now      what of it they can use now
--   gain            new, more, nothing_new or not_known
--   sentence        the same in words
--   seen_theirs_at  when it was last seen the leaver's, UTC
--   as_of           when it was seen the heir's, UTC
with

levels as (
    select plane, permission, rank
    from permission_levels
),

compared as (
    select
        a.account_key, a.hr_name, a.email, h.inode_id, i.kind, i.path_text, h.heir_id,
        coalesce(m.name, h.heir_id) as heir_name, m.email as heir_email,
        b.granted_label as before, n.granted_label as now, n.effective_label as usable_now,
        h.seen_theirs_at, s.taken_at as as_of,
        case
            when b.granted_permission is null and not coalesce(b.is_known, false) then 'not_known'
            when b.granted_permission is null then 'new'
            when coalesce(now_level.rank, 0) > coalesce(before_level.rank, 0)
                then if(b.is_known, 'more', 'not_known')
            else 'nothing_new'
        end as gain,
    from input.handed_over h
    join leaver_accounts a using (member_id)
    join inodes i using (inode_id)
    cross join snapshot_info s
    left join members m on m.member_id = h.heir_id
    left join input.heir_access b
        on b.snapshot_id = h.snapshot_id and b.inode_id = h.inode_id and b.heir_id = h.heir_id
    left join input.heir_access n
        on n.snapshot_id = s.snapshot_id and n.inode_id = h.inode_id and n.heir_id = h.heir_id
    left join levels before_level
        on before_level.plane = i.plane and before_level.permission = b.granted_permission
    left join levels now_level
        on now_level.plane = i.plane and now_level.permission = n.granted_permission
)

select
    account_key, inode_id, kind, path_text, heir_id, heir_name, heir_email, before, now,
    usable_now, gain,
    heir_name || ' now owns ' || replace(kind, '_', ' ') || ' ' || path_text || case gain
        when 'new' then ', which they did not reach before: ' || coalesce(now, 'nothing') || '.'
        when 'more' then ', and rose from ' || before || ' to ' || now || '.'
        when 'not_known' then '; what they reached before is not known, now it is '
            || coalesce(now, 'nothing') || '.'
        else ', which gives them nothing new (' || coalesce(now, 'nothing') || ').'
    end as sentence,
    seen_theirs_at, as_of,
from compared
order by account_key, path_text, inode_id
