-- title:    What is known to be there is found
-- severity: critical
-- purpose:  Whether each fact that was declared to be true is found in this snapshot.
-- why:      A snapshot that misses what is known to be there misses other things, too.
-- fix:      Find out why before believing any other answer; mend the credential or the sentinel.
-- grain:    subject_id
-- columns:
--   subject_kind  sentinel
--   subject_id    its name
--   subject_name  its name
--   status        pass, fail or not_known
--   reason        what was not found
--   why           why it was declared
with

facts as (
    select
        s.*, m.member_id, t.team_id, i.inode_id,
        s.member is null or m.member_id is not null as has_member,
        s.team is null or t.team_id is not null as has_team,
        s.path is null or i.inode_id is not null as has_path
    from input.sentinels s
    left join members m on lower(s.member) in (lower(m.email), lower(m.member_id))
    left join teams t on lower(s.team) in (lower(t.name), lower(t.team_id))
    left join inodes i on lower(s.path) in (lower(i.path_text), i.inode_id)
),

-- Member and team: is in it. Member and path: reaches it. Team and path: was granted it or above.
joined as (
    select
        f.*,
        f.member is null or f.team is null or exists (
            select 1 from team_members x where x.team_id = f.team_id and x.member_id = f.member_id
        ) as is_in_team,
        f.path is null or f.member is null or exists (
            select 1
            from effective_access a
            join permission_levels l on l.plane = a.plane and l.permission = a.granted_permission
            left join permission_levels x on x.plane = a.plane and x.permission = f.permission
            where a.member_id = f.member_id and a.inode_id = f.inode_id and l.rank >= coalesce(x.rank, 1)
        ) as is_reached,
        f.path is null or f.team is null or exists (
            select 1
            from inode_ancestry n
            join grants g on g.inode_id = n.ancestor_id
            where n.inode_id = f.inode_id and g.principal_id = f.team_id
        ) as is_granted
    from facts f
),

judged as (
    select
        sentinel, any_value(why) as why,
        any_value(concat_ws(', ', member, team, path, permission)) as words,
        bool_or(has_member and has_team and has_path and is_in_team and is_reached and is_granted) as is_found
    from joined
    group by sentinel
)

select
    'sentinel' as subject_kind, sentinel as subject_id, sentinel as subject_name,
    if(is_found, 'pass', 'fail') as status,
    sentinel || if(is_found, ' is found: ', ' is not found: ') || words as reason,
    why
from judged
union all by name
select
    'organization' as subject_kind, 'not declared' as subject_id,
    'What must be found' as subject_name, 'not_known' as status,
    'It was not declared what must be found in every snapshot' as reason
where not exists (select 1 from input.given where name = 'sentinels')
