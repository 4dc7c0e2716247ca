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
--   certainty     known; at_least: something unread could raise it; not_read, not_understood: the cap
--   is_usable     whether it can be used now
--   subject_kind  organization, workspace, folder, connection or team
--   subject_id    what the power is over
--   member_id     the member
-- params:
--   member varchar = null — id or e-mail address of one member
with

people as (
    select member_id, name, email, account_type, user_kind, status,
    from members
    where $member is null or member_id = $member or lower(email) = lower($member)
),

reasons as (
    select member_id, inode_id, list(words order by counts desc, strength desc, distance, words) as through,
    from path_words
    where (member_id, inode_id) in (select (member_id, subject_id) from powers)
    group by member_id, inode_id
)

select
    w.power, p.name as person, p.email, p.account_type, p.user_kind, p.status, w.over,
    case
        when w.is_usable then 'yes'
        when p.status != 'active' then 'not while ' || p.status
        when w.power = 'Team admin' then 'not while the team is archived'
        else 'not by account type'
    end as usable,
    case w.power
        when 'Organisation admin' then ['account type ' || p.account_type]
        when 'Team admin' then ['may add anyone to the team']
        else n.through
    end as through,
    w.certainty, w.is_usable, w.subject_kind, w.subject_id, member_id,
from powers w
join people p using (member_id)
left join reasons n on n.member_id = w.member_id and n.inode_id = w.subject_id
order by w.place, w.power, w.over, w.subject_id, p.name, member_id
