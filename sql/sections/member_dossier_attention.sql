-- purpose:  What of one member's access should be looked at first, and why.
-- grain:    kind, severity, subject_id, reason
-- columns:
--   kind        which are alike, in the order of telling
--   severity    high, medium or low
--   subject     what it is about
--   subject_id  its id
--   reason      what stands out
--   weight      the heaviest of a kind come first
-- params:
--   member_id varchar — the member
with

one as (
    select *,
    from members
    where member_id = $member_id
)

select
    1 as kind, 'high' as severity, name as subject, member_id as subject_id,
    'is an Admin and can take any access, whatever is granted.' as reason, 1 as weight,
from one
where is_admin and is_usable
union all
select 2, 'high', one.name, one.member_id, 'is ' || one.status || ' and still owns '
    || if(count(*) = 1, '1 document.', format('{:,} documents.', count(*))), count(*),
from one
join inodes i on i.owner_id = one.member_id and not i.is_container
where not is_usable
group by one.name, one.member_id, one.status
union all
select 3, 'high', t.object, t.inode_id, 'can be changed from outside the organisation: '
    || t.can || ', through ' || t.through[1] || '.', t.path_count,
from the_table t
join inodes i using (inode_id)
where t.effective_permission in ('edit', 'admin') and not i.is_container
    and (select user_kind from one) != 'internal'
union all
select 4, 'medium', p.over, p.subject_id, 'is under their power: ' || lower(p.power[1]) || p.power[2:] || '.', 1,
from powers p
where p.member_id = $member_id and p.is_usable and p.subject_kind != 'organization'
union all
select 5, 'medium', t.object, t.inode_id, 'can be changed, by a grant in person.', t.path_count,
from the_table t
where t.effective_permission in ('edit', 'admin')
    and (t.inode_id) in (
        select inode_id from access_paths where member_id = $member_id and via = 'direct' and distance = 0
    )
union all
select 6, 'low', o.name, o.member_id,
    if(count(*) = 1, 'has an access that sleeps', format('has {:,} accesses that sleep', count(*)))
    || ', barred by status or account type.', count(*),
from one o
cross join the_table t
where t.effective_permission is null and not t.can_write_back
group by o.name, o.member_id
order by kind, weight desc, subject, subject_id, reason
