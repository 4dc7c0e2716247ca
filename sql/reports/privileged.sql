-- purpose:  Who holds power over others' access: admins, managers of places, connections and teams.
-- grain:    power, member_id, subject_id
-- columns:
--   power         which power
--   person        the member's full name
--   email         their e-mail address
--   account_type  their account type
--   user_kind     internal, guest or embed
--   status        active, inactive or archived
--   over          what the power is over
--   usable        yes, or why it cannot be used now
--   through       where it comes from, in words
--   certainty     known, or at_least: something unread could raise it
--   is_usable     whether it can be used now
--   subject_kind  organization, workspace, folder, connection or team
--   subject_id    what the power is over
--   member_id     the member
-- params:
--   member varchar = null — id or e-mail address of one member
with

people as (
    select member_id, name, email, account_type, user_kind, status, is_admin, is_usable,
    from members
    where $member is null or member_id = $member or lower(email) = lower($member)
),

starts as (
    select distinct p.member_id, p.inode_id, i.kind, i.path_text,
    from access_paths p
    join inodes i using (inode_id)
    where p.distance = 0 and i.kind in ('workspace', 'folder', 'connection')
        and p.via in ('direct', 'team', 'organization')
),

holdings as (
    select s.*, a.granted_permission, a.effective_permission, a.certainty, a.plane,
    from starts s
    join effective_access a using (member_id, inode_id)
    where (a.plane = 'content' and a.granted_permission = 'edit')
        or (a.plane = 'data' and a.granted_permission = 'admin')
),

reasons as (
    select
        member_id, inode_id,
        list(words order by counts desc, strength desc, distance, words) as through,
    from path_words
    where (member_id, inode_id) in (select (member_id, inode_id) from holdings)
    group by member_id, inode_id
),

powers as (
    select
        1 as place, 'Organisation admin' as power, member_id,
        'everything' as over, 'organization' as subject_kind, '' as subject_id,
        ['account type ' || account_type] as through, is_usable, 'known' as certainty,
    from people
    where is_admin
    union all
    select
        if(h.plane = 'data', 2, 3),
        if(h.plane = 'data', 'Connection admin', 'Manager of a ' || h.kind),
        h.member_id, h.path_text, h.kind, h.inode_id, r.through,
        h.effective_permission is not distinct from h.granted_permission, h.certainty,
    from holdings h
    left join reasons r using (member_id, inode_id)
    union all
    select
        4, 'Team admin', tm.member_id, t.name, 'team', t.team_id,
        ['may add anyone to the team'], p.is_usable and not t.is_archived, 'known',
    from team_members tm
    join teams t using (team_id)
    join people p using (member_id)
    where tm.is_team_admin
)

select
    w.power, p.name as person, p.email, p.account_type, p.user_kind, p.status, w.over,
    case
        when w.is_usable then 'yes'
        when p.status != 'active' then 'not while ' || p.status
        when w.power = 'Team admin' then 'not while the team is archived'
        else 'not by account type'
    end as usable,
    w.through, w.certainty, w.is_usable, w.subject_kind, w.subject_id, member_id,
from powers w
join people p using (member_id)
order by w.place, w.power, w.over, w.subject_id, p.name, member_id
