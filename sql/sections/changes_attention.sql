-- purpose:  What in changes should be looked at first, and why.
-- grain:    kind, severity, subject_id, reason
-- columns:
--   kind        which are alike, in the order of telling
--   severity    high, medium or low
--   subject     what it is about
--   subject_id  its id
--   reason      what stands out
--   weight      the heaviest of a kind come first
with

later_members as (
    select member_id, name, user_kind, is_admin, is_usable from after.main.members
)

select
    1 as kind, 'high' as severity, s.subject, c.change_id as subject_id,
    s.sentence || ': an Admin now.' as reason, 1 as weight
from base_changes c
join change_sentences s using (change_id)
join later_members m using (member_id)
where
    c.entity = 'member' and m.is_admin and c.change <> 'not_known'
    and (c."column" is null or c."column" in ('account_type', 'status'))
union all
select 2, 'high', s.subject, c.change_id, s.sentence || ': everyone.', 1
from base_changes c
join change_sentences s using (change_id)
where c.entity = 'grant' and c.principal_kind = 'organization' and c.change in ('added', 'changed')
union all
select
    3, 'high', m.name, m.member_id,
    'is ' || m.user_kind || ' and gained or may do more on ' || sum(c.row_count)
    || if(sum(c.row_count) = 1, ' object.', ' objects.'),
    sum(c.row_count)
from member_moves c
join compared_members k using (member_no)
join later_members m using (member_id)
where c.change in ('gained', 'raised') and m.user_kind <> 'internal' and m.is_usable
group by m.member_id, m.name, m.user_kind
union all
select
    4, 'high', n.name, n.id,
    sum(c.member_count) || ' more may manage it: ' || min(a.cause) || '.',
    sum(c.member_count)
from lane_groups c
join lane_kinds k using (lane_no)
join compared_inodes i using (group_no)
join names n on n.entity = 'inode' and n.id = i.inode_id
left join owned_pairs o on o.member_no = c.member_no and o.inode_id = i.inode_id
left join access_causes a using (cause_no)
where
    k.change in ('gained', 'raised') and k.after in ('edit', 'admin')
    and n.kind in ('workspace', 'connection')
    and (c.owned_id = i.inode_id or (c.owned_id = '' and o.inode_id is null))
group by n.name, n.id
union all
select 5, 'medium', s.subject, c.change_id, s.sentence || '.', 1
from base_changes c
join change_sentences s using (change_id)
where
    c.entity = 'team_member'
    and (("column" = 'is_team_admin' and after = 'true') or (change = 'added' and after = 'team admin'))
union all
select
    6, 'medium', 'Not known', 'not_known',
    format('{:,} differences may be gaps and not changes; their rows say what was not read.', sum(n)),
    sum(n)
from (
    select count(*) as n from base_changes where change = 'not_known'
    union all
    select sum(member_count::bigint * inode_count) from unknown_lanes
)
having sum(n) > 0
order by kind, weight desc, subject, subject_id, reason
