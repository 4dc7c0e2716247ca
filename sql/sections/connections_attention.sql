-- purpose:  What in connections should be looked at first, and why.
-- grain:    kind, severity, subject_id, reason
-- columns:
--   kind        which are alike, in the order of telling
--   severity    high, medium or low
--   subject     what it is about
--   subject_id  its id
--   reason      what stands out
--   weight      the heaviest of a kind come first
with

open_to_all as (
    select
        g.inode_id, i.path_text, i.kind,
        (select count(*) from inode_ancestry a where a.ancestor_id = g.inode_id and a.distance > 0) as below,
    from grants g
    join inodes i using (inode_id)
    where g.principal_kind = 'organization' and i.plane = 'data'
)

select
    1 as kind, 'high' as severity, path_text as subject, inode_id as subject_id,
    'is given to everyone in the organisation by a grant on this ' || kind
    || if(below = 0, '.', ', with ' || format('{:,}', below)
        || ' schemas and tables below it.') as reason,
    below as weight,
from (from open_to_all group by all)
union all
select
    2, 'high', person, member_id,
    'from outside the organisation reaches ' || string_agg(distinct object, ', ' order by object) || '.',
    count(*),
from the_table
where user_kind != 'internal' and effective_permission is not null
group by person, member_id
union all
select
    3, 'medium', object, inode_id,
    'can be administered by ' || if(count(distinct member_id) = 1, '1 person', count(distinct member_id) || ' people') || ': '
    || string_agg(distinct person, ', ' order by person) || '.',
    count(distinct member_id),
from the_table
where kind = 'connection' and effective_permission = 'admin'
group by object, inode_id
order by kind, weight desc, subject, subject_id, reason
