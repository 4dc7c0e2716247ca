-- purpose:  Each connection, database, schema and table that is granted, with how many reach it.
-- grain:    inode_id
-- columns:
--   object          names from the connection down
--   kind            connection, database, schema, table or unknown
--   below           what lies below and follows from it
--   people          people who can use it
--   administrators  of these, people who can administer it
--   writers         people who may write to the connection through it
--   given_to        every reason with whom it reaches, strongest first
--   inode_id        the connection, database, schema or table
with

reasons as (
    select
        w.inode_id, w.via, w.words,
        max(w.strength) as strength, min(w.distance) as distance, bool_or(w.counts) as counts,
        count(distinct m.member_id) filter (m.is_person) as people,
        list(distinct m.name order by m.name) as names,
        list(distinct m.name order by m.name) filter (m.is_person) as person_names,
    from path_words w
    join members m using (member_id)
    where (w.inode_id, w.member_id) in (select (inode_id, member_id) from the_table)
    group by w.inode_id, w.via, w.words
),

lines as (
    select
        inode_id,
        list(
            case
                when via in ('team', 'organization')
                    then words || ' (' || format('{:,}', people) || if(people = 1, ' person', ' people')
                    || if(people between 1 and 8,
                        ': ' || list_aggregate(person_names, 'string_agg', ', '), '') || ')'
                when len(names) <= 3 then list_aggregate(names, 'string_agg', ', ') || ' — ' || words
                else format('{:,}', len(names)) || ' people — ' || words
            end
            order by counts desc, strength desc, distance, words
        ) as given_to,
    from reasons
    group by inode_id
),

places as (
    select
        t.object, t.kind, t.below, t.inode_id,
        count(*) filter (m.is_person and t.effective_permission is not null) as people,
        count(*) filter (m.is_person and t.effective_permission = 'admin') as administrators,
        count(*) filter (m.is_person and t.can_write_back) as writers,
    from the_table t
    join members m using (member_id)
    group by t.object, t.kind, t.below, t.inode_id
)

select p.object, p.kind, p.below, p.people, p.administrators, p.writers, l.given_to, inode_id,
from places p
left join lines l using (inode_id)
order by p.object, inode_id
