-- purpose:  From when to when each member could reach each inode, as the snapshots bound it.
-- grain:    member_id, inode_id, first_seen
-- columns:
--   member_id           the member
--   name                their full name, as last seen
--   email               their e-mail address, as last seen
--   inode_id            the inode
--   kind                workspace, folder, workbook, connection, table …
--   path_text           names from the root down, as last seen
--   state               usable; granted, which is more than can be used; or not_known
--   is_in_span          yes; or maybe: it may have been so within the span of time asked about
--   last_seen_without   when it was last seen otherwise, before; null: never before
--   first_seen          the first snapshot that shows it so
--   last_seen           the last snapshot that shows it so
--   first_seen_without  when it was first seen otherwise, after; null: never after
--   preceded_by         what the snapshot before shows: without, usable, granted, not_known; null: none
--   followed_by         what the snapshot after shows; null: there is none
--   permissions         what could be used, or was granted, in the order in which it was first seen
--   can_write_back      whether the member could write to the connection
--   snapshot_count      snapshots that show it so
--   why_not             what was not read, where it is not known
--   sentence            the interval in words
-- params:
--   since varchar = null — the span begins (UTC); null: with the first snapshot
--   until varchar = null — the span ends (UTC); null: with the last snapshot
with

bounded as (
    select
        *,
        if(known_before <> state, before_at, null) as last_seen_without,
        if(known_after <> state, after_at, null) as first_seen_without,
        case
            when state <> 'not_known'
                and first_seen <= coalesce($until::timestamp, 'infinity')
                and last_seen >= coalesce($since::timestamp, '-infinity')
                then 'yes'
            when coalesce(before_at, '-infinity') < coalesce($until::timestamp, 'infinity')
                and coalesce(after_at, 'infinity') > coalesce($since::timestamp, '-infinity')
                then 'maybe'
        end as is_in_span,
        strftime(first_seen, '%Y-%m-%d %H:%M') as first_text,
        strftime(last_seen, '%Y-%m-%d %H:%M') as last_text,
        strftime(before_at, '%Y-%m-%d %H:%M') as before_text,
        strftime(after_at, '%Y-%m-%d %H:%M') as after_text,
        -- Each level once, where it first comes.
        list_filter(levels, lambda level, place: list_position(levels, level) = place) as permissions,
        array_to_string(
            list_filter(labels, lambda label, place: list_position(labels, label) = place), ', then '
        ) as words,
    from series.exposure_runs
    where state <> 'without'
),

names as (
    from series.wanted
    union all by name
    select
        member_id, inode_id, arg_max(name, snapshot_no) as name, arg_max(email, snapshot_no) as email,
        arg_max(kind, snapshot_no) as kind, arg_max(path_text, snapshot_no) as path_text,
    from series.blind_spots b
    anti join series.wanted w using (member_id, inode_id)
    group by member_id, inode_id
)

select
    b.member_id, n.name, n.email, b.inode_id, n.kind, n.path_text, b.state, b.is_in_span,
    b.last_seen_without, b.first_seen, b.last_seen, b.first_seen_without, b.preceded_by,
    b.followed_by, b.permissions, b.can_write_back, b.snapshot_count,
    array_to_string(b.reasons, '; ') as why_not,
    case b.state
        when 'usable' then 'could reach it ('
            || concat_ws(', ', b.words, if(b.can_write_back, 'writing back', null)) || ')'
        when 'granted' then 'was granted it and could not use it (' || b.words || ')'
        else 'it is not known: ' || array_to_string(b.reasons, '; ')
    end
    || case
        when b.state = 'not_known' then ', from ' || b.first_text
        when b.last_seen_without is not null
            then ', from between ' || b.before_text || ' and ' || b.first_text
        when b.preceded_by is null then ', from the first snapshot asked, ' || b.first_text || ', on'
        else ', from ' || b.first_text || ' at the latest; just before it is not known'
    end
    || case
        when b.state = 'not_known' then ' to ' || b.last_text
        when b.first_seen_without is not null
            then '; until between ' || b.last_text || ' and ' || b.after_text
        when b.followed_by is null then '; still so in the last snapshot asked, ' || b.last_text
        else '; until ' || b.last_text || ' at least; just after it is not known'
    end as sentence,
from bounded b
left join names n using (member_id, inode_id)
where b.is_in_span is not null
order by n.path_text, b.inode_id, n.name, b.member_id, b.first_seen
