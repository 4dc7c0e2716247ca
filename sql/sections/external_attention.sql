-- purpose:  What in external should be looked at first, and why.
-- grain:    kind, severity, subject_id, reason
-- columns:
--   kind        which are alike, in the order of telling
--   severity    high, medium or low
--   subject     what it is about
--   subject_id  its id
--   reason      what stands out
--   weight      the heaviest of a kind come first
select
    1 as kind, 'high' as severity, person as subject, member_id as subject_id,
    'is ' || case outside
        when 'other domain' then 'listed as internal with a foreign address'
        when 'embed' then 'an embed user'
        else 'a ' || outside
    end
    || ' and can change ' || count(*) || if(count(*) = 1, ' document: ', ' documents, for example ')
    || min(object) || '.' as reason,
    count(*) as weight,
from the_table
where effective_permission = 'edit' and plane = 'content' and kind not in ('workspace', 'folder')
group by person, member_id, outside
union all
select
    2, 'high', person, member_id,
    'reaches data: ' || string_agg(object, ', ' order by object) || '.',
    count(*),
from the_table
where plane = 'data' and effective_permission is not null
group by person, member_id
union all
select
    3, 'medium', person, member_id,
    'is listed as internal, so what everyone is given reaches them at ' || email || '.',
    count(*),
from the_table
where outside = 'other domain' and status = 'active'
group by person, member_id, email
union all
select
    4, 'low', person, member_id,
    'is ' || status || ' and keeps ' || count(*)
    || if(count(*) = 1, ' access that wakes', ' accesses that wake') || ' on reactivation.',
    count(*),
from the_table
where status != 'active'
group by person, member_id, status
union all
select
    5, 'high', i.path_text, i.inode_id,
    'has ' || count(*) || if(count(*) = 1, ' public embed', ' public embeds')
    || ': whoever has the address reads it, without an account.',
    count(*),
from embeds e
join inodes i using (inode_id)
where e.is_public
group by i.path_text, i.inode_id
order by kind, weight desc, subject, subject_id, reason
