-- title:    Nobody holds two duties that must not meet
-- severity: high
-- purpose:  Whether any active member holds both sides of a pair of duties declared as incompatible.
-- why:      One person alone could do a thing and approve it.
-- fix:      Take one of the two away; have another person do it.
-- grain:    subject_id
-- columns:
--   subject_kind  member
--   subject_id    who holds one side at least
--   subject_name  their name, and the pair
--   status        pass, fail or not_known
--   reason        which sides
--   member_id     the member
--   pair          the pair of duties
with

sides as (
    select distinct pair, side, kind, value, permission, why from input.duties
),

holders as (
    select s.pair, s.side, p.member_id
    from sides s
    join teams t on s.kind = 'team' and lower(s.value) in (lower(t.name), lower(t.team_id))
    join principal_members p on p.principal_kind = 'team' and p.principal_id = t.team_id
    union
    select s.pair, s.side, m.member_id
    from sides s
    join members m on s.kind = 'account_type' and lower(s.value) = lower(m.account_type)
    union
    select s.pair, s.side, m.member_id
    from sides s
    join account_type_holdings h
        on s.kind = 'account_permission' and lower(s.value) = lower(h.account_permission)
    join members m using (account_type_id)
    union
    select s.pair, s.side, a.member_id
    from sides s
    join inodes i on s.kind = 'path' and lower(i.path_text) glob lower(s.value)
    join effective_access a using (inode_id)
    join permission_levels l on l.plane = i.plane and l.permission = a.effective_permission
    left join permission_levels x on x.plane = i.plane and x.permission = s.permission
    where l.rank >= coalesce(x.rank, 1)
),

held as (
    select h.pair, h.member_id, count(distinct h.side) = 2 as is_both, min(w.why) as why
    from holders h
    join (select pair, min(why) as why from sides group by pair) w using (pair)
    group by h.pair, h.member_id
),

-- Only what could show the other side matters: a path may be content or data, a team its members.
unread as (
    select s.pair, min(u.reason) as reason
    from sides s
    join unseen_subjects u
        on (s.kind = 'team' and u.about in ('teams', 'team_members'))
        or (s.kind in ('account_type', 'account_permission') and u.about = 'account_types')
        or (s.kind = 'path' and u.about in (
            'content_grants', 'data_grants', 'team_members', 'places', 'account_types'
        ))
    group by s.pair
)

select
    'member' as subject_kind, h.pair || '/' || m.member_id as subject_id,
    m.name || ' (' || h.pair || ')' as subject_name,
    case when h.is_both then 'fail' when u.reason is not null then 'not_known' else 'pass' end
        as status,
    case
        when h.is_both then m.name || ' holds both sides of ' || h.pair || ': ' || h.why
        when u.reason is not null
            then m.name || ' was seen to hold one side of ' || h.pair || '; ' || u.reason
        else m.name || ' holds one side of ' || h.pair || ' alone'
    end as reason,
    m.member_id, h.pair
from held h
join members m using (member_id)
left join unread u using (pair)
where m.is_usable
union all by name
select
    'organization' as subject_kind, 'not declared' as subject_id,
    'Duties that must not meet' as subject_name, 'not_known' as status,
    'It was not declared which duties must not meet' as reason
where not exists (select 1 from input.given where name = 'duties')
union all by name
select subject_kind, subject_id, subject_name, status, reason
from unseen_subjects
where about in ('members')
