-- purpose:  Each object with how many can open it, how strongly at most, and whom it was given to.
-- grain:    inode_id
-- columns:
--   object     names from the root down
--   kind       workspace, folder, workbook …
--   people     people who can open it
--   changers   of these, people who can change it
--   outsiders  of these, guests and embed users
--   given_to   every reason with whom it reaches, strongest first
--   inode_id   the object
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

told as (
    select
        inode_id, counts, strength, distance,
        case
            when via in ('team', 'organization')
                then words || ' (' || format('{:,}', people) || if(people = 1, ' person', ' people')
                    || if(people between 1 and 8,
                        ': ' || list_aggregate(person_names, 'string_agg', ', '), '') || ')'
            when len(names) <= 3 then list_aggregate(names, 'string_agg', ', ') || ' — ' || words
            else format('{:,}', len(names)) || ' people — ' || words
        end as line,
    from reasons
),

lines as (
    select inode_id, list(line order by counts desc, strength desc, distance, line) as given_to,
    from told
    group by inode_id
),

objects as (
    select
        t.object, t.kind, t.inode_id,
        count(*) filter (m.is_person and t.effective_permission is not null) as people,
        count(*) filter (m.is_person and t.effective_permission = 'edit') as changers,
        count(*) filter (
            m.is_person and t.effective_permission is not null and m.user_kind != 'internal'
        ) as outsiders,
    from the_table t
    join members m using (member_id)
    group by t.object, t.kind, t.inode_id
)

select o.object, o.kind, o.people, o.changers, o.outsiders, l.given_to, inode_id,
from objects o
left join lines l using (inode_id)
order by o.object, inode_id
