-- purpose:  What one member can reach, and what power they hold, in one sentence.
-- grain:    sentence
-- columns:
--   sentence  the answer
--   title     the member's name
-- params:
--   member_id varchar — the member
with

reached as (
    select
        count(*) filter (t.plane = 'content' and not i.is_container and t.effective_permission is not null)
            as documents,
        count(*) filter (t.plane = 'content' and not i.is_container and t.effective_permission = 'edit')
            as changeable,
        count(*) filter (t.plane = 'data' and (t.effective_permission is not null or t.can_write_back)) as data,
        count(*) as rows_told,
    from the_table t
    join inodes i using (inode_id)
),

held as (
    select count(*) as powers,
    from powers
    where member_id = $member_id and is_usable
)

select
    'As of ' || strftime(i.taken_at, '%-d %B %Y, %H:%M UTC') || ', ' || m.name || ' ('
    || concat_ws(', ', m.account_type, nullif(m.user_kind, 'internal'), nullif(m.status, 'active')) || ') '
    || if(
        m.is_usable,
        'can open ' || if(i.status = 'complete', '', 'at least ')
        || format('{:,}', r.documents) || if(r.documents = 1, ' document', ' documents')
        || format(', edit {:,} of them, and use data at {:,} ', r.changeable, r.data)
        || if(r.data = 1, 'place', 'places'),
        format('can open nothing; {:,} ', r.rows_told)
        || if(i.status = 'complete', '', 'or more ') || if(r.rows_told = 1, 'access wakes', 'accesses wake')
        || ' with the account'
    )
    || case
        when m.is_admin and m.is_usable then ', and as an Admin take any other access.'
        when h.powers > 0 then format(', and holds power over others'' access at {:,} ', h.powers)
            || if(h.powers = 1, 'place.', 'places.')
        else ', and holds no power over what others can access.'
    end as sentence,
    m.name as title,
from snapshot_info i
cross join reached r
cross join held h
join members m on m.member_id = $member_id
