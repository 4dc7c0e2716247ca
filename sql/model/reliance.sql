-- purpose:  What can be relied on, subject by subject, and how much of each leaves something open.
-- grain:    subject
-- columns:
--   place    order of telling
--   subject  what it is about
--   open     how many of them have something unread that could add to them or raise them
--   total    how many there are
--   unit     what they are
--   reason   what is open there most often; null where nothing is
with

-- A gap that is of no single object or member is one of all of them.
people as (
    select
        1 as place, 'Who has an account, and who is in which team' as subject,
        if(count(*) filter (endpoint in ('members', 'teams')) > 0,
            (select count(*) from teams),
            count(distinct split_part(gap_id, '/', 2)) filter (endpoint = 'team_members')) as open,
        (select count(*) from teams) as total, 'teams' as unit,
        mode(reason order by reason) filter (endpoint in ('members', 'teams', 'team_members')) as reason,
    from not_known
),

planes(place, plane, subject, unit) as (
    values
        (2, 'content', 'Who can open which workspace, folder and document', 'objects'),
        (3, 'data', 'Who reaches which connection, database, schema and table', 'places')
),

objects as (
    select i.plane, count(*) as total, count(g.inode_id) as at_inodes
    from inodes i
    left join inode_gaps g using (inode_id)
    group by i.plane
),

doubts as (
    select p.plane, mode(n.reason order by n.reason) as reason,
        count(n.gap_id) filter (n.member_id is not null) as of_members
    from planes p
    left join not_known n on n.plane is null or n.plane = p.plane
    group by p.plane
),

caps as (
    select
        4 as place, 'What each account type takes away' as subject,
        count(distinct account_type_id) filter (certainty <> 'known') as open,
        count(distinct account_type_id) as total, 'account types' as unit,
        if(count(*) filter (certainty <> 'known') = 0, null, 'what it allows was not read, or not understood')
            as reason,
    from account_type_caps
    -- The empty one stands for a type that could not be read: it counts where somebody holds it.
    where account_type_id in (select coalesce(account_type_id, '') from members)
)

from people
union all
select
    p.place, p.subject, if(d.of_members > 0, coalesce(o.total, 0), coalesce(o.at_inodes, 0)),
    coalesce(o.total, 0), p.unit, d.reason,
from planes p
join doubts d using (plane)
left join objects o using (plane)
union all
from caps
order by place
