-- purpose:  Objects whose access should be looked at first, and why.
-- grain:    kind, severity, subject_id, reason
-- columns:
--   kind        which are alike, in the order of telling
--   severity    high, medium or low
--   subject     what it is about
--   subject_id  its id
--   reason      what stands out
--   weight      the heaviest of a kind come first
with

objects as (
    select
        object, kind, inode_id,
        count(*) filter (is_person and effective_permission is not null) as people,
        count(*) filter (is_person and effective_permission is not null and user_kind != 'internal')
            as outsiders,
        count(*) filter (is_person and effective_permission = 'edit' and user_kind != 'internal')
            as outside_editors,
        count(*) filter (is_person and status != 'active') as sleepers,
        string_agg(distinct person, ', ' order by person)
            filter (is_person and effective_permission = 'edit' and user_kind != 'internal')
            as outside_names,
    from (select t.*, m.is_person, from the_table t join members m using (member_id))
    group by object, kind, inode_id
),

-- Where an organisation-wide grant lies, everything below follows; only the place itself is named.
open_to_all as (
    select distinct o.object, o.kind, o.inode_id, o.people,
    from grants g
    join objects o using (inode_id)
    where g.principal_kind = 'organization'
)

select
    1 as kind, 'high' as severity, object as subject, inode_id as subject_id,
    'can be changed by ' || outside_names || ', from outside the organisation.' as reason,
    outside_editors as weight,
from objects
where outside_editors > 0 and kind not in ('workspace', 'folder')
union all
select
    2, 'medium', object, inode_id,
    'is open to everyone in the organisation (' || format('{:,}', people)
        || if(people = 1, ' person', ' people') || '), by a grant on this '
    || replace(kind, '_', ' ') || '.',
    people,
from open_to_all
union all
select
    3, 'low', object, inode_id,
    'would reopen for ' || format('{:,}', sleepers)
        || ' inactive or archived accounts if they came back.',
    sleepers,
from objects
where sleepers >= 5 and kind = 'workspace'
order by kind, weight desc, subject, subject_id, reason
