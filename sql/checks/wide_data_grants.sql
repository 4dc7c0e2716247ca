-- title:    No grant high in a data tree covers what is granted narrowly
-- severity: medium
-- purpose:  Whether a team's or member's grant on a connection or database covers places granted to others.
-- why:      Somebody narrowed access to a schema or table on purpose, and this grant reaches it from above.
-- fix:      Grant the schemas that are needed instead.
-- grain:    subject_id
-- columns:
--   subject_kind   grant
--   subject_id     the wide grant
--   subject_name   who holds it, and where
--   status         pass, fail or not_known
--   reason         what it covers
--   inode_id       on what
--   narrow_places  how many places are granted separately beneath
with

wide as (
    select
        g.grant_id, g.inode_id, i.path_text, g.principal_kind, g.principal_id,
        coalesce(m.name, t.name, 'The whole organisation') as holder
    from grants g
    join inodes i using (inode_id)
    left join members m on m.member_id = g.principal_id
    left join teams t on t.team_id = g.principal_id
    where i.kind in ('connection', 'database') and g.principal_kind <> 'unknown'
        and g.permission in (select granted from permission_translations where permission_class = 'data')
        and coalesce(t.is_archived, false) = false
),

covered as (
    select w.grant_id, count(distinct n.inode_id) as narrow_places, min(i.path_text) as example
    from wide w
    join inode_ancestry a on a.ancestor_id = w.inode_id and a.distance > 0
    join grants n on n.inode_id = a.inode_id
    join inodes i on i.inode_id = n.inode_id
    where n.principal_kind in ('team', 'member')
        and (n.principal_kind, n.principal_id) is distinct from (w.principal_kind, w.principal_id)
    group by w.grant_id
),

unread as (
    select min(reason) as reason from unseen_subjects
    where about in ('data_grants', 'members', 'teams', 'connections')
)

select
    'grant' as subject_kind, w.grant_id as subject_id, w.holder || ' on ' || w.path_text as subject_name,
    case
        when c.grant_id is not null then 'fail' when u.reason is not null then 'not_known'
        else 'pass'
    end as status,
    case
        when c.grant_id is not null
            then w.holder || ' reaches through ' || w.path_text || ' ' || c.narrow_places
                || if(c.narrow_places = 1, ' place that is granted to others alone, ',
                    ' places that are granted to others alone, one of them ') || c.example
        when u.reason is not null then 'Nothing granted beneath ' || w.path_text || ' was seen; ' || u.reason
        else 'Nothing beneath ' || w.path_text || ' is granted to others separately'
    end as reason,
    w.inode_id, coalesce(c.narrow_places, 0) as narrow_places
from wide w
cross join unread u
left join covered c using (grant_id)
union all by name
select subject_kind, subject_id, subject_name, status, reason
from unseen_subjects
where about in ('connections')
