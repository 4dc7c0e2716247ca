-- purpose:  What of one object's access should be looked at first, and why.
-- grain:    kind, severity, subject_id, reason
-- columns:
--   kind        which are alike, in the order of telling
--   severity    high, medium or low
--   subject     what it is about
--   subject_id  its id
--   reason      what stands out
--   weight      the heaviest of a kind come first
-- params:
--   inode_id varchar — the object
with

told as (
    select t.*, m.name, m.is_person, coalesce(l.rank, 0) as rank,
    from the_table t
    join members m using (member_id)
    join inodes i on i.inode_id = $inode_id
    left join permission_levels l on l.plane = i.plane and l.permission = t.effective_permission
)

select
    1 as kind, 'high' as severity, 'Everyone' as subject, words as subject_id,
    'in the organisation reaches it (' || if(count(*) = 1, '1 person', format('{:,} people', count(*))) || '): ' || words || '.' as reason,
    count(*) as weight,
from path_words
join members m using (member_id)
where inode_id = $inode_id and via = 'organization' and m.is_person
group by words
union all
select 2, 'high', name, member_id, 'is ' || if(user_kind = 'embed', 'an embed user', 'a guest')
    || ' and has “' || can || '”, through ' || through[1] || '.', rank,
from told
where is_person and user_kind != 'internal' and effective_permission is not null
union all
select 3, 'high', coalesce(m.name, 'Owner ' || o.owner_id), coalesce(o.owner_id, ''),
    coalesce('owns it and is ' || m.status || '.', 'owns it, and is not listed.'), 1,
from inodes o
left join members m on m.member_id = o.owner_id
where o.inode_id = $inode_id and o.owner_id is not null and not coalesce(m.is_usable, false)
union all
select 4, 'medium', name, member_id, 'would have it back on reactivation: ' || through[1] || '.', 1,
from told
where is_person and status != 'active'
union all
select 5, 'low', name, member_id, 'is granted it and barred by the account type “'
    || coalesce(account_type, 'unknown') || '”; another account type would wake it.', 1,
from told
where is_person and status = 'active' and effective_permission is null and not can_write_back
order by kind, weight desc, subject, subject_id, reason
